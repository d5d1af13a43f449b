import { Column, Entity, ForeignKey, Index, PrimaryColumn } from "typeorm";
import { Dispute } from "./dispute.entity";

/**
 * What a dispute is found by in lists and searches. Nothing of it ever changes, so its many indexes are written once, when
 * the dispute is opened, and not with every status (ADR 0011).
 */
@Entity("dispute_listing")
@Index("ix_listing_category", ["category", "openedAt", "id"])
// Over expressions or with further columns, which TypeORM can neither write nor compare; the migration makes them.
@Index("ix_listing_opened", { synchronize: false })
@Index("ix_listing_city", { synchronize: false })
@Index("ix_listing_county", { synchronize: false })
@Index("ix_listing_town", { synchronize: false })
@Index("ix_listing_category_city", { synchronize: false })
@Index("ix_listing_category_county", { synchronize: false })
@Index("ix_listing_category_town", { synchronize: false })
@Index("ix_listing_terms", { synchronize: false })
export class DisputeListing {
  /** The dispute's own. */
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "pk_dispute_listing" })
  @ForeignKey(() => Dispute, { name: "fk_listing_dispute" })
  id: string;

  @Column("text", { name: "region_code" })
  regionCode: string;

  @Column("text")
  category: string;

  @Column("text", { array: true })
  flags: string[];

  @Column("timestamptz", { name: "opened_at" })
  openedAt: Date;

  /** What is searched instead of the title, so that width, case and invisible characters make no difference. */
  @Column("text", { name: "title_key" })
  titleKey: string;
}

export function listingOf({ id, regionCode, category, flags, openedAt }: Dispute, titleKey: string): DisputeListing {
  return { id, regionCode, category, flags, openedAt, titleKey };
}
