import { CATEGORY_LABELS, type DisputeCategory } from "../dispute/dispute.labels";
import type { ForbiddenDoor, OpenDoor } from "./channel.rules";
import { adviseChannels } from "./channels.rules";
import { DOOR_LABELS } from "./door.labels";
import { FACT_LABELS, type Fact, type Facts } from "./fact.labels";

/** A door with its name, and each fact to ask for as the question that a clerk puts. */
type Named<Door extends OpenDoor | ForbiddenDoor> = Omit<Door, "evidence"> & {
  readonly label: string;
  readonly evidence: { readonly facts: readonly NamedFact[]; readonly papers: readonly string[] };
};

interface NamedFact {
  readonly fact: Fact;
  readonly question: string;
}

export interface DoorsAnswer {
  readonly category: DisputeCategory;
  readonly facts: Facts;
  readonly lawful: readonly Named<OpenDoor>[];
  readonly forbidden: readonly Named<ForbiddenDoor>[];
  /** Closed until what stands under `evidence` is known. */
  readonly undecided: readonly Named<OpenDoor>[];
}

/** What the table says; a person confirms it (个人信息保护法 24). */
export function answerDoors(category: DisputeCategory, facts: Facts): DoorsAnswer {
  const { lawful, forbidden, undecided } = adviseChannels(category, facts);
  return {
    category,
    facts,
    lawful: lawful.map(named),
    forbidden: forbidden.map(named),
    undecided: undecided.map(named),
  };
}

function named<Door extends OpenDoor | ForbiddenDoor>(found: Door): Named<Door> {
  const { facts, papers } = "evidence" in found ? found.evidence : { facts: [], papers: [] };
  const evidence = { facts: facts.map((fact) => ({ fact, question: FACT_LABELS[fact].question })), papers };
  return { ...found, label: DOOR_LABELS[found.door], evidence };
}

/** The answer as a page for somebody who reads no JSON. */
export function doorsLines({ category, facts, lawful, forbidden, undecided }: DoorsAnswer): string[] {
  const known = Object.entries(facts).map(
    ([fact, isSo]) => `${FACT_LABELS[fact as Fact].label}:${isSo ? "是" : "不是"}`,
  );
  return [
    `类别  ${CATEGORY_LABELS[category]}`,
    `事实  ${known.join(";") || "没有给出"}`,
    "",
    "可以走的途径",
    ...lawful.flatMap((door) => openLines(door, door.order === "FIRST" ? "先走" : "后备")),
    "",
    "不得走的途径",
    ...forbidden.map((door) => `  ✖ ${door.label}  ${door.reason}  ${sourceOf(door)}`),
    ...(forbidden.length === 0 ? ["  没有"] : []),
    ...(undecided.length === 0 ? [] : ["", "问清之后才能判断的途径"]),
    ...undecided.flatMap((door) => openLines(door, "待定")),
    "",
    "以上是建议,由工作人员确认(个人信息保护法 24)。",
  ];
}

function openLines(door: Named<OpenDoor>, mark: string): string[] {
  const { facts, papers } = door.evidence;
  return [
    `  ${mark} ${door.label}${door.remark === null ? "" : `  ${door.remark}`}  ${sourceOf(door)}`,
    ...facts.map(({ question }) => `       要问:${question}`),
    ...(papers.length === 0 ? [] : [`       材料:${papers.join("、")}`]),
  ];
}

function sourceOf({ basis, verified }: Pick<OpenDoor, "basis" | "verified">): string {
  if (basis === null) return "[项目政策]";
  return `[${basis}${verified ? "" : ",未核实"}]`;
}
