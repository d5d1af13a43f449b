import { balance, type Account, type Books } from "../../src/demo/account";
import { accountPage } from "../../src/demo/account-page";
import { bookOfPlan, type Book, type Entry } from "../../src/demo/book";
import { planYear } from "../../src/demo/county-year";

const size = { submissions: 80, seed: 4 };
const plan = bookOfPlan(planYear(size));
const holders: Entry[] = plan
  .filter(({ kind }) => kind === "ACCEPTED")
  .map(({ id }) => ({ kind: "HOLDER", id, value: `ph-court ${id}` }));
const clients: Book = [...plan, ...holders];
const hub: Book = clients.filter(({ kind }) => !["SIMILAR", "ANSWERED", "HELD", "DUPLICATE", "REFUSED"].includes(kind));

function accountOf(books: Partial<Books>): Account {
  return balance(size, { plan, clients, hub, ...books });
}

const aStatus = hub.find(({ kind }) => kind === "STATUS")!;

test("three books that tell the same are balanced", () => {
  expect(accountOf({})).toMatchObject({ isBalanced: true, lost: 0, doubled: 0, differences: [] });
});

test.each<[string, Partial<Books>, Partial<Account>]>([
  [
    "a status that a client was told is in the hub, and is not",
    { hub: hub.filter((entry) => entry !== aStatus) },
    { lost: 1, doubled: 0 },
  ],
  ["a status that stands in the hub twice", { hub: [...hub, aStatus] }, { lost: 0, doubled: 1 }],
  [
    "a status lost and another doubled, though the sums agree",
    { hub: [...hub.filter((entry) => entry !== aStatus), hub.findLast(({ kind }) => kind === "STATUS")!] },
    { lost: 1, doubled: 1 },
  ],
  [
    "a status under the right number with the wrong state",
    { hub: hub.map((entry) => (entry === aStatus ? { ...entry, value: "PERFORMED" } : entry)) },
    { lost: 0, doubled: 0 },
  ],
  [
    "a client that did less than was planned, and told so",
    { hub: hub.filter((entry) => entry !== aStatus), clients: clients.filter((entry) => entry !== aStatus) },
    { lost: 0, doubled: 0 },
  ],
  [
    "a refusal nobody had planned",
    { clients: [...clients, { kind: "REFUSED", id: "R000001#1", value: "NOT_FOUND" }] },
    { lost: 0, doubled: 0 },
  ],
])("the account is not balanced with %s", (_what, books, expected) => {
  const account = accountOf(books);
  expect(account).toMatchObject({ isBalanced: false, ...expected });
  expect(account.differences.length).toBeGreaterThan(0);
});

test("the page names what is wrong, item by item, and says so in its last line", () => {
  const page = accountPage(accountOf({ hub: hub.filter((entry) => entry !== aStatus) }));
  expect(page).toContain(`遗漏 报送状态(生效) ${aStatus.id}:计划 ${aStatus.value};自报 ${aStatus.value};枢纽 无`);
  expect(page.split("\n").at(-1)).toBe("遗漏 1,重复 0,其他不符 0。账目不平衡!");
});

test("the page is an aligned table: a Chinese character is two columns wide", () => {
  const columns = (line: string): number =>
    [...line].reduce((sum, one) => sum + (/[\u2014\u2e80-\uffee]/u.test(one) ? 2 : 1), 0);
  const lines = accountPage(accountOf({})).split("\n");
  const table = lines.slice(2, lines.lastIndexOf(""));
  expect(new Set(table.map(columns)).size).toBe(1);
});
