import type { IntakeSlip, Matter, PlannedSubmission } from "./plan";
import { misspelt, type PlannedPerson } from "./people";
import { YEAR_END } from "./calendar";
import type { Channel } from "../intake/intake.labels";

/** The system a way in hands its submissions over from. */
const SOURCES: Readonly<Record<Channel, string>> = {
  WINDOW: "窗口登记簿",
  LETTER: "来信登记簿",
  FAX: "来信登记簿",
  PHONE: "来电登记簿",
  WEB: "网上信访平台",
  QR: "网上信访平台",
  PEOPLE_CN: "领导留言板",
  HOTLINE_12345: "12345工单系统",
  AGENT: "代办员登记簿",
  VIDEO: "视频接访系统",
  MOBILE: "移动服务点登记簿",
  GRID: "网格平台",
  PLATFORM: "上级转办平台",
};

/** What the desk sends of a submission, be it registered or attached. */
export function submissionInput(matter: Matter, submission: PlannedSubmission): object {
  const { channel, submittedAt, content, applicant, headCount, agent, externalNo } = submission;
  return {
    channel,
    submittedAt: new Date(submittedAt).toISOString(),
    content,
    applicant,
    otherParties: matter.otherParties,
    headCount,
    agent,
    sourceSystem: SOURCES[channel],
    externalNo,
  };
}

export function matterInput({ title, category, regionCode, flags, grade, amountYuan }: Matter): object {
  return { title, category, regionCode, flags, grade, amountYuan };
}

/** The same input with the slip of a tired clerk in it. */
export function withSlip(input: object, slip: IntakeSlip, { first, otherParties }: Matter): object {
  switch (slip) {
    case "ID_CHECK_DIGIT": {
      const person = first.applicant.person as PlannedPerson & { readonly idNumber: string };
      return { ...input, applicant: { person: { ...person, idNumber: misspelt(person.idNumber) } } };
    }
    case "AUTHORISATION_MISSING":
      return { ...input, agent: null };
    case "REPRESENTATIVES_TOO_MANY": {
      const person = { name: "某村民", idKind: "NONE" };
      const more = Array.from({ length: 5 }, () => ({ role: "REPRESENTATIVE", person }));
      return { ...input, otherParties: [...otherParties, ...more] };
    }
    case "SUBMITTED_IN_FUTURE":
      // The year mistyped by a whole lifetime, so that no clock will ever have reached it.
      return { ...input, submittedAt: new Date(YEAR_END + 50 * 365 * 86_400_000).toISOString() };
  }
}
