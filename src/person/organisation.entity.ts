import { Column, Entity, Index, PrimaryColumn } from "typeorm";
import { Field, ID, ObjectType } from "type-graphql";
import { Node } from "../platform/connection";
import { toGlobalId } from "../platform/global-id";

@ObjectType("Organisation", { implements: Node, description: "当事人(单位): a company, village, office or other body" })
@Entity("organisation")
export class Organisation {
  @PrimaryColumn("uuid", { primaryKeyConstraintName: "pk_organisation" })
  id: string;

  @Field(() => ID, { name: "id", description: "全局标识: global id" })
  globalId(): string {
    return toGlobalId("Organisation", this.id);
  }

  @Field(() => String, { nullable: true, description: "统一社会信用代码 (GB 32100): where it is known" })
  @Column("text", { nullable: true })
  @Index("uq_organisation_uscc", { unique: true })
  uscc: string | null;

  @Field(() => String, { description: "单位名称: name as given" })
  @Column("text")
  name: string;

  @Column("text", { name: "name_key" })
  @Index("ix_organisation_name_key")
  nameKey: string;

  @Column("timestamptz", { name: "created_at" })
  createdAt: Date;
}
