import { Check, Column, Entity, PrimaryColumn } from "typeorm";

/** Which release has entered its notices last: one that finds its own mark need not work out what it came with. */
@Entity("calendar_release")
@Check("ck_calendar_release_one", "id = 1")
export class CalendarRelease {
  /** There is one row. */
  @PrimaryColumn("int", { primaryKeyConstraintName: "pk_calendar_release" })
  id: number;

  /** SHA-256 of the release's notices. */
  @Column("text", { name: "notices_digest" })
  noticesDigest: string;

  @Column("timestamptz", { name: "entered_at" })
  enteredAt: Date;
}
