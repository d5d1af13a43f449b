import { Arg, Ctx, Extensions, Mutation, Resolver } from "type-graphql";
import type { HubContext } from "../access/hub-context";
import { loadCalendarNotice } from "./calendar.command";
import { LoadCalendarNoticeInput, LoadCalendarNoticeResult } from "./calendar.types";

@Resolver()
export class CalendarResolver {
  @Extensions({ statements: 7 })
  @Mutation(() => LoadCalendarNoticeResult, {
    description: "装入放假安排: load the State Council's notice for a year; open deadlines it touches are counted anew",
  })
  loadCalendarNotice(
    @Ctx() context: HubContext,
    @Arg("input", () => LoadCalendarNoticeInput, { description: "放假安排: the notice" })
    input: LoadCalendarNoticeInput,
  ) {
    return loadCalendarNotice(context, input);
  }
}
