import type { Caller } from "../access/caller";
import type { Agency } from "../agencies/agency.entity";
import type { Line } from "../agencies/workflow.rules";

/**
 * A sample centre: the bodies a county-level city has, under the name of a real place whose published figures the demo is
 * shaped on. Every person and every case in it is invented.
 */
export type SampleAgency = Pick<Agency, "id" | "code" | "line" | "name" | "regionCode">;

const agency = (ordinal: number, code: string, line: Line, name: string, regionCode = "330482"): SampleAgency => ({
  id: `01930000-0000-7000-8000-0000000000${String(ordinal).padStart(2, "0")}`,
  code,
  line,
  name,
  regionCode,
});

export const SAMPLE_AGENCIES: readonly SampleAgency[] = [
  agency(1, "ph-petition", "PETITION", "平湖市信访局"),
  agency(2, "ph-court", "LITIGATION", "平湖市人民法院"),
  agency(3, "ph-mediation", "MEDIATION", "平湖市人民调解委员会"),
  agency(4, "ph-arbitration", "ARBITRATION", "平湖市劳动人事争议仲裁院"),
  agency(5, "ph-legal-aid", "LEGAL_AID", "平湖市法律援助中心"),
  agency(6, "ph-mediation-property", "MEDIATION", "平湖市物业纠纷人民调解委员会"),
  agency(7, "jx-court", "LITIGATION", "嘉兴市中级人民法院", "330400"),
  agency(8, "ph-inspection", "INSPECTION", "平湖市劳动保障监察大队"),
  agency(9, "ph-hotline", "HOTLINE", "平湖市12345政务服务便民热线中心"),
];

type SampleUser = Omit<Caller, "expiresAt"> & { readonly description: string };

const staff = (subject: string, role: Caller["role"], regionCode: string, description: string): SampleUser => ({
  subject,
  role,
  regionCode,
  agency: null,
  description,
});

export const SAMPLE_USERS: readonly SampleUser[] = [
  staff("clerk", "WINDOW_CLERK", "330482", "窗口工作人员(平湖市)"),
  staff("supervisor", "SUPERVISOR", "330400", "督办负责人(嘉兴市)"),
  staff("auditor", "AUDITOR", "330482", "审计员(平湖市)"),
  staff("admin", "ADMINISTRATOR", "330482", "系统管理员"),
  staff("report", "REPORTING", "330482", "报表工具(平湖市)"),
  ...SAMPLE_AGENCIES.map(({ id, code, line, name, regionCode }) => ({
    subject: code,
    role: "AGENCY" as const,
    regionCode,
    agency: { id, code, line },
    description: name,
  })),
];
