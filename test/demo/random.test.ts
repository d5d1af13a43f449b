import fc from "fast-check";
import { Dealer, Dice } from "../../src/demo/random";

test("the same seed throws the same dice, and a stream apart does not disturb the first", () => {
  const throwAll = (dice: Dice): number[] => Array.from({ length: 50 }, () => dice.between(1, 6));
  expect(throwAll(new Dice("a"))).toEqual(throwAll(new Dice("a")));
  expect(throwAll(new Dice("a"))).not.toEqual(throwAll(new Dice("b")));
  const dice = new Dice("a");
  throwAll(dice.apart("elsewhere"));
  expect(throwAll(dice)).toEqual(throwAll(new Dice("a")));
});

test("dice fall on every side about equally often", () => {
  const dice = new Dice("fair");
  const counts = Array.from({ length: 6 }, () => 0);
  for (let index = 0; index < 60_000; index++) counts[dice.between(0, 5)]! += 1;
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
});

test("whatever the shares and however many draws, each share is met to within two", () => {
  const shares = fc.record({
    a: fc.double({ min: 0.01, max: 1, noNaN: true }),
    b: fc.double({ min: 0.01, max: 1, noNaN: true }),
    c: fc.double({ min: 0.01, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.string(), shares, fc.integer({ min: 1, max: 400 }), (seed, share, draws) => {
      const dealer = new Dealer(new Dice(seed));
      const given = { a: 0, b: 0, c: 0 };
      for (let draw = 0; draw < draws; draw++) given[dealer.deal("test", share)] += 1;
      const total = share.a + share.b + share.c;
      for (const item of ["a", "b", "c"] as const) {
        expect(Math.abs(given[item] - (draws * share[item]) / total)).toBeLessThan(2);
      }
    }),
  );
});
