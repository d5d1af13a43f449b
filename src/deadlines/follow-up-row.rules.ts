/** Matters for which a court does not confirm an agreement (民诉解释 355), and the rest. */
export type ConfirmationMatter = "CONFIRMABLE" | "OUTSIDE_COURT" | "STATUS" | "SPECIAL_PROCEDURE" | "TITLE";

/** On what a payment order rested. */
export type OrderGround = "ORDINARY" | "WAGE" | "LABOUR_MEDIATION";

/** What an arbitration came to. */
export type ArbitrationResult = "MEDIATION_DOCUMENT" | "FINAL_AWARD" | "NON_FINAL_AWARD";

/** What no status says. A fact left out is not known. */
export interface FollowUpFacts {
  readonly confirmationMatter?: ConfirmationMatter;
  readonly orderGround?: OrderGround;
  /** A court has confirmed the agreement. */
  readonly isConfirmed?: boolean;
  readonly isLabour?: boolean;
  /** The agreement is about payment and nothing else. */
  readonly isPaymentOnly?: boolean;
  /** Wages, medical costs of a work injury, compensation or damages (劳动争议调解仲裁法 16). */
  readonly isLabourMoney?: boolean;
  readonly isTraffic?: boolean;
  readonly isSmallClaim?: boolean;
  /** A court has refused a retrial, or let the time pass. */
  readonly isRetrialRefused?: boolean;
  /** Six months after the application, nothing has been enforced. */
  readonly isEnforcementStalled?: boolean;
  /** 45 days, and what was added to them, are over. */
  readonly isAwardOverdue?: boolean;
  readonly arbitrationResult?: ArbitrationResult;
  /** The chain of review and recheck has been gone through. */
  readonly isRechecked?: boolean;
  /** Days to the nearest last day to sue, to apply for arbitration or for reconsideration, as the hub reckons it. */
  readonly daysLeft?: number;
}

export type FollowUpFact = Exclude<keyof FollowUpFacts, "daysLeft">;

export interface FollowUpRow {
  readonly id: string;
  /** Of the line's workflow table. */
  readonly states: readonly string[];
  /** All of these must fit; a fact not named here may be anything. */
  readonly when?: { readonly [Fact in FollowUpFact]?: readonly NonNullable<FollowUpFacts[Fact]>[] };
  /** In Chinese. */
  readonly title: string;
  /** To whom it is open, or closed, in Chinese. */
  readonly who: string;
  /** Said in order that nobody waits for it: this way is closed. */
  readonly isBarred: boolean;
  /** The limit within which it has to be done; null where the law sets none. */
  readonly limitId: string | null;
  /**
   * The limit has its start in another line's record, or in none; here it can begin no earlier than with the state, so
   * the last day that is told is the earliest it can be.
   */
  readonly countsFromState?: true;
  readonly basis: string;
  readonly verified: boolean;
  readonly note?: string;
}

type Told = Pick<FollowUpRow, "when" | "note" | "countsFromState"> & { readonly verified?: false };

const row =
  (isBarred: boolean) =>
  (
    id: string,
    states: readonly string[],
    [title, who]: readonly [title: string, who: string],
    limitId: string | null,
    basis: string,
    told: Told = {},
  ): FollowUpRow => ({ id, states, title, who, isBarred, limitId, basis, verified: true, ...told });

const CONFIRMATION_NOTE = "不收费;错过三十日只丧失司法确认,协议仍有约束力";
const LABOUR_CONFIRMATION = "劳动争议解释一 52";

export const open = row(false);
export const barred = row(true);

/** 司法确认, and one bar for each kind of matter that a court does not take; of labour, payment alone is confirmed. */
export function confirmation(prefix: string, states: readonly string[], limitId: string): FollowUpRow[] {
  const bars: readonly (readonly [ConfirmationMatter, string])[] = [
    ["OUTSIDE_COURT", "不属于人民法院受理范围或者管辖"],
    ["STATUS", "婚姻关系、亲子关系、收养关系等身份关系"],
    ["SPECIAL_PROCEDURE", "应适用其他特别程序、公示催告程序、破产程序"],
    ["TITLE", "物权、知识产权确权"],
  ];
  return [
    open(
      `${prefix}-CONFIRM`,
      states,
      ["共同申请司法确认", "双方当事人(共同)"],
      limitId,
      "民事诉讼法 205; 人民调解法 33(1)",
      {
        when: { confirmationMatter: ["CONFIRMABLE"], isLabour: [false] },
        note: CONFIRMATION_NOTE,
      },
    ),
    open(
      `${prefix}-CONFIRM-LABOUR`,
      states,
      ["共同申请司法确认(仅就给付义务达成的)", "双方当事人(共同)"],
      limitId,
      LABOUR_CONFIRMATION,
      {
        when: { confirmationMatter: ["CONFIRMABLE"], isLabour: [true], isPaymentOnly: [true] },
        note: `限人民调解委员会主持达成的;${CONFIRMATION_NOTE}`,
        verified: false,
      },
    ),
    barred(`${prefix}-CONFIRM-LABOUR-OTHER`, states, ["申请司法确认", "双方当事人"], null, LABOUR_CONFIRMATION, {
      when: { confirmationMatter: ["CONFIRMABLE"], isLabour: [true], isPaymentOnly: [false] },
      note: "劳动争议只有仅就给付义务达成的调解协议可以申请司法确认;条文仅凭记忆",
      verified: false,
    }),
    ...bars.map(([matter, why]) =>
      barred(`${prefix}-CONFIRM-${matter}`, states, ["申请司法确认", "双方当事人"], null, "民诉解释 355", {
        when: { confirmationMatter: [matter] },
        note: `裁定不予受理:${why}`,
      }),
    ),
  ];
}
