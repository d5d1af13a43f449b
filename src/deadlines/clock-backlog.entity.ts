import { Check, Column, Entity, ForeignKey, PrimaryColumn } from "typeorm";
import { AgencyRecord } from "../agencies/agency-record.entity";
import { oneOf } from "../platform/check-constraint";
import type { RefoldReason } from "./refold.rules";

/** Records whose clocks have to be folded anew: limits or calendar have changed, or they are older than their clocks. */
@Entity("clock_backlog")
@Check("ck_backlog_reason", oneOf("reason", ["ENTERED", "LAW"]))
export class ClockBacklog {
  @PrimaryColumn("uuid", { name: "record_id", primaryKeyConstraintName: "pk_clock_backlog" })
  @ForeignKey(() => AgencyRecord, { name: "fk_backlog_record" })
  recordId: string;

  @Column("text")
  reason: Exclude<RefoldReason, "CORRECTED">;
}
