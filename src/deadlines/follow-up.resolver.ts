import { Ctx, Extensions, FieldResolver, Resolver, Root } from "type-graphql";
import type { HubContext } from "../access/hub-context";
import { loadComputed, loadFirst, loadList, loadOne } from "../access/loaded-reads";
import { AgencyRecord } from "../agencies/agency-record.entity";
import { recordBy } from "../agencies/agency.reads";
import { FollowUpTaken } from "./follow-up-taken.entity";
import { FOLLOW_UPS_OFFERED, FOLLOWED_BY, FOLLOWS } from "./follow-up.reads";
import { FollowUpOffer } from "./follow-up.types";

const RECORD = recordBy("recordId");
const FOLLOWED = recordBy("followsRecordId");

@Resolver(() => AgencyRecord)
export class RecordFollowUpResolver {
  @Extensions({ listSize: 5, read: FOLLOW_UPS_OFFERED })
  @FieldResolver(() => [FollowUpOffer], {
    description: "后续程序: what may lawfully follow the record as it stands, with the last day, and what is closed",
  })
  followUps(@Root() record: AgencyRecord, @Ctx() context: HubContext): Promise<FollowUpOffer[]> {
    return loadComputed(context, FOLLOW_UPS_OFFERED, record);
  }

  @Extensions({ read: FOLLOWS })
  @FieldResolver(() => FollowUpTaken, { nullable: true, description: "承接自: the record this one lawfully follows" })
  follows(@Root() record: AgencyRecord, @Ctx() context: HubContext): Promise<FollowUpTaken | null> {
    return loadFirst(context, FOLLOWS, record);
  }

  @Extensions({ listSize: 2, read: FOLLOWED_BY })
  @FieldResolver(() => [FollowUpTaken], { description: "后续案卷: records that follow this one, 50 at most" })
  followedBy(@Root() record: AgencyRecord, @Ctx() context: HubContext): Promise<readonly FollowUpTaken[]> {
    return loadList(context, FOLLOWED_BY, record);
  }
}

@Resolver(() => FollowUpTaken)
export class FollowUpTakenResolver {
  @Extensions({ read: RECORD })
  @FieldResolver(() => AgencyRecord, { nullable: true, description: "后续案卷: the record that follows" })
  record(@Root() root: FollowUpTaken, @Ctx() context: HubContext): Promise<AgencyRecord | null> {
    return loadOne(context, RECORD, root);
  }

  @Extensions({ read: FOLLOWED })
  @FieldResolver(() => AgencyRecord, { nullable: true, description: "前案卷: the record that is followed" })
  follows(@Root() root: FollowUpTaken, @Ctx() context: HubContext): Promise<AgencyRecord | null> {
    return loadOne(context, FOLLOWED, root);
  }
}
