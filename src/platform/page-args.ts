import { ArgsType, Field, Int } from "type-graphql";

/** The arguments of every list. The HTTP layer refuses a `first` outside 1 to 100 before anything runs. */
@ArgsType()
export class PageArgs {
  @Field(() => Int, { defaultValue: 20, description: "条数: items on the page, 1 to 100" })
  first: number;

  @Field(() => String, { nullable: true, description: "游标: endCursor of the page before" })
  after?: string | null;
}
