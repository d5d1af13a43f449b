import { Ctx, Extensions, FieldResolver, Resolver, Root } from "type-graphql";
import type { HubContext } from "../access/hub-context";
import { AgencyRecord } from "../agencies/agency-record.entity";
import { Agency } from "../agencies/agency.entity";
import { readPerson } from "../person/person.store";
import { Organisation } from "../person/organisation.entity";
import { Person } from "../person/person.entity";
import { CaseDocument } from "./case-document.entity";
import { Dispute } from "./dispute.entity";
import { DisputeLink } from "./dispute-link.entity";
import { visibleDispute } from "./dispute.store";
import { Party } from "./party.entity";
import { Refused } from "./refused.types";
import { TimelineEvent } from "./timeline-event.entity";
import { correctionsOf, documentsOf, mayReadNote } from "./timeline.store";

@Resolver(() => Party)
export class PartyResolver {
  @FieldResolver(() => Person, { nullable: true, description: "自然人: the citizen, if the party is one" })
  person(@Root() { personId }: Party, @Ctx() context: HubContext): Promise<Person | null> | null {
    return personId ? readPerson(context, personId) : null;
  }

  @FieldResolver(() => Organisation, { nullable: true, description: "单位: the body, if the party is one" })
  organisation(@Root() { organisationId }: Party, @Ctx() { loaders }: HubContext): Promise<Organisation | null> | null {
    return organisationId ? loaders.byId(Organisation).load(organisationId) : null;
  }
}

@Resolver(() => TimelineEvent)
export class TimelineEventResolver {
  @FieldResolver(() => Agency, { nullable: true, description: "报送机关: agency that reported it; null for the desk" })
  agency(@Root() { agencyId }: TimelineEvent, @Ctx() { loaders }: HubContext): Promise<Agency | null> | null {
    return agencyId ? loaders.byId(Agency).load(agencyId) : null;
  }

  @FieldResolver(() => AgencyRecord, { nullable: true, description: "案卷: record it belongs to" })
  record(@Root() { recordId }: TimelineEvent, @Ctx() { loaders }: HubContext): Promise<AgencyRecord | null> | null {
    return recordId ? loaders.byId(AgencyRecord).load(recordId) : null;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "说明: note given with the deed; what is said in mediation is closed to other lines (人民调解法15)",
  })
  async note(@Root() event: TimelineEvent, @Ctx() context: HubContext): Promise<string | null> {
    return event.note !== null && (await mayReadNote(context, event)) ? event.note : null;
  }

  @FieldResolver(() => TimelineEvent, { nullable: true, description: "被更正事件: the event this one corrects" })
  corrects(
    @Root() { correctsId }: TimelineEvent,
    @Ctx() { loaders }: HubContext,
  ): Promise<TimelineEvent | null> | null {
    return correctsId ? loaders.byId(TimelineEvent).load(correctsId) : null;
  }

  @FieldResolver(() => TimelineEvent, { nullable: true, description: "更正事件: the event that corrects this one" })
  correctedBy(@Root() { id }: TimelineEvent, @Ctx() context: HubContext): Promise<TimelineEvent | null> {
    return correctionsOf(context).load(id);
  }

  @Extensions({ listSize: 50 })
  @FieldResolver(() => [CaseDocument], { description: "文书材料: papers it produced, 50 at most" })
  documents(@Root() { id }: TimelineEvent, @Ctx() context: HubContext): Promise<readonly CaseDocument[]> {
    return documentsOf(context)(id);
  }
}

@Resolver(() => DisputeLink)
export class DisputeLinkResolver {
  @FieldResolver(() => Dispute, { nullable: true, description: "起始纠纷: null when the caller may not see it" })
  from(@Root() { fromDisputeId }: DisputeLink, @Ctx() context: HubContext): Promise<Dispute | null> {
    return visibleDispute(context).load(fromDisputeId);
  }

  @FieldResolver(() => Dispute, { nullable: true, description: "目标纠纷: null when the caller may not see it" })
  to(@Root() { toDisputeId }: DisputeLink, @Ctx() context: HubContext): Promise<Dispute | null> {
    return visibleDispute(context).load(toDisputeId);
  }
}

@Resolver(() => Refused)
export class RefusedResolver {
  @FieldResolver(() => Agency, { nullable: true, description: "接收机关: who holds the referral, for REFERRAL_TAKEN" })
  holder(@Root() { holderId }: Refused, @Ctx() { loaders }: HubContext): Promise<Agency | null> | null {
    return holderId ? loaders.byId(Agency).load(holderId) : null;
  }
}
