import { checkOrders } from "../model/order";
import { openTestHub, type TestHub } from "../support/hub";

const ORDERS = Number(process.env.ORDERS ?? 500);

let hub: TestHub;
beforeAll(async () => void (hub = await openTestHub()));
afterAll(() => hub.close());

test(`B5, B6: six statuses end in the same state, whatever the order: ${ORDERS} orders`, async () => {
  const seed = Number(process.env.MODEL_SEED ?? Math.floor(Math.random() * 2 ** 31));
  await checkOrders(hub, ORDERS, seed);
  console.info(`order: seed ${seed}, ${ORDERS} orders of arrival, one projection`);
});
