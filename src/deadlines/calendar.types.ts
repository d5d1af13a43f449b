import { Field, InputType, Int, ObjectType } from "type-graphql";
import { resultOf } from "../dispute/refused.types";
import { labelledEnum } from "../platform/graphql-enum";
import { ClientKey, LocalDate, ShortText, TitleText } from "../platform/scalars";
import type { MarkedDay } from "./calendar.rules";
import type { Day } from "./day.rules";
import { DAY_KINDS } from "./notice.rules";

const CalendarDayKindEnum = labelledEnum(
  "CalendarDayKind",
  "日期性质: how a day differs from what its weekday says",
  DAY_KINDS,
);

@InputType({ description: "安排的一天: a day of the notice that is not what its weekday says" })
export class CalendarDayInput {
  @Field(() => LocalDate, { description: "日期: the day, of the notice's year or the last days of the year before" })
  day: Day;

  @Field(() => CalendarDayKindEnum, { description: "性质: a holiday, or a weekend's day on which people work" })
  kind: MarkedDay["kind"];

  @Field(() => ShortText, { description: "节日: name of the festival" })
  name: string;
}

@InputType({
  description: "放假安排: the State Council's notice for a year (全国年节及纪念日放假办法 6, 7), whole",
})
export class LoadCalendarNoticeInput {
  @Field(() => ClientKey, { description: "请求键: the same key and content get the same answer again" })
  clientKey: string;

  @Field(() => Int, { description: "年度: the year, 2004 to 2079" })
  year: number;

  @Field(() => TitleText, { description: "通知: its name and number" })
  source: string;

  @Field(() => [CalendarDayInput], {
    description: "日期: 1 to 120 days; every festival that the law itself gives must be among them",
  })
  days: CalendarDayInput[];
}

@ObjectType("CalendarNoticeLoaded", {
  description: "放假安排已装入: it counts for every deed from now on, in every process of the hub",
})
class CalendarNoticeLoaded {
  @Field(() => Int, { description: "日历版本: version of the calendar since then" })
  version: number;

  @Field(() => Int, {
    description: "待重新计算的案卷数: records with open deadlines that the jobs count anew within a minute or so",
  })
  touchedRecords: number;
}

export const LoadCalendarNoticeResult = resultOf(
  "LoadCalendarNoticeResult",
  "装入结果: loaded, or refusal",
  CalendarNoticeLoaded,
);
