import { openTestHub, type TestHub } from "../support/hub";
import { checkOrders } from "./order";

let hub: TestHub;
beforeAll(async () => void (hub = await openTestHub()));
afterAll(() => hub.close());

test("B5, B6: six statuses end in the same state, whatever the order and the company they arrive in", async () => {
  await checkOrders(hub, 30, Number(process.env.MODEL_SEED ?? 20260302));
}, 60_000);
