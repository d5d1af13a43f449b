import { Arg, Args, Ctx, Extensions, Field, FieldResolver, ID, ObjectType, Query, Resolver, Root } from "type-graphql";
import type { HubContext } from "../access/hub-context";
import { listDisputes } from "../dispute/dispute.store";
import { DisputeConnection } from "../dispute/connections.types";
import { fromGlobalId } from "../platform/global-id";
import { labelledEnum } from "../platform/graphql-enum";
import { PageArgs } from "../platform/page-args";
import { ShortText } from "../platform/scalars";
import { maskIdNumber, maskName, maskPhone } from "./identity.rules";
import { Person, IdentityKindEnum, type IdentityKind } from "./person.entity";
import { IdentityNumber } from "./person.input";
import { findCitizen, findPersonById, searchPersons, handledPersons } from "./person.store";

const ReadPurposeEnum = labelledEnum(
  "ReadPurpose",
  "查询目的: what personal data is looked at for; kept in the read log",
  {
    INTAKE: "接待登记",
    HANDLING: "办理本纠纷",
    SUPERVISION: "督办检查",
    CITIZEN_REQUEST: "本人申请查询",
  },
);
type ReadPurpose = keyof typeof ReadPurposeEnum;

@ObjectType("CitizenHistory", { description: "一人一档: a citizen with every dispute the caller may see" })
export class CitizenHistory {
  @Field(() => Person, { description: "当事人: the citizen" })
  person: Person;
}

@Resolver(() => CitizenHistory)
export class CitizenHistoryResolver {
  @Extensions({ statements: 25 })
  @Query(() => CitizenHistory, {
    nullable: true,
    description:
      "一人一档: a citizen's whole dispute history by the number on the document; null when there is none for the caller",
  })
  async citizenHistory(
    @Ctx() context: HubContext,
    @Arg("idNumber", () => IdentityNumber, { description: "证件号码: number on the document" }) idNumber: string,
    @Arg("purpose", () => ReadPurposeEnum, { description: "查询目的: what it is looked at for" }) purpose: ReadPurpose,
    @Arg("idKind", () => IdentityKindEnum, { defaultValue: "RESIDENT_ID", description: "证件种类: kind of document" })
    idKind: IdentityKind,
  ): Promise<CitizenHistory | null> {
    const person = await findCitizen(context, idKind, idNumber, purpose);
    return person && { person };
  }

  @FieldResolver(() => DisputeConnection, { description: "矛盾纠纷: disputes the citizen has a part in, newest first" })
  disputes(@Root() { person }: CitizenHistory, @Ctx() context: HubContext, @Args(() => PageArgs) page: PageArgs) {
    return listDisputes(context, {}, page, [
      { text: "t.id = any(array(select p.dispute_id from party p where p.person_id = $1))", values: [person.id] },
    ]);
  }
}

@Resolver(() => Person)
export class PersonResolver {
  @Extensions({ statements: 2 })
  @Query(() => Person, {
    nullable: true,
    description: "当事人: one person by id; null when there is none for the caller",
  })
  person(
    @Ctx() context: HubContext,
    @Arg("id", () => ID, { description: "全局标识: global id" }) id: string,
  ): Promise<Person | null> | null {
    const personId = fromGlobalId("Person", id);
    return personId ? findPersonById(context, personId) : null;
  }

  @Extensions({ listSize: 20, statements: 3 })
  @Query(() => [Person], {
    description: "查找当事人: people of just this name among the disputes the caller may see, 20 at most",
  })
  searchPersons(
    @Ctx() context: HubContext,
    @Arg("name", () => ShortText, { description: "姓名: full name" }) name: string,
    @Arg("purpose", () => ReadPurposeEnum, { description: "查询目的: what they are looked up for" })
    purpose: ReadPurpose,
    @Arg("phone", () => ShortText, { nullable: true, description: "联系电话: telephone, to tell namesakes apart" })
    phone?: string,
  ): Promise<Person[]> {
    return searchPersons(context, name, phone ?? null, purpose);
  }

  @FieldResolver(() => String, { description: "姓名: full name" })
  name(@Root() { nameSealed }: Person, @Ctx() { hub }: HubContext): string {
    return hub.crypto.open(nameSealed);
  }

  @FieldResolver(() => String, { description: "姓名(脱敏): name with all but the family name hidden" })
  maskedName(@Root() { nameSealed }: Person, @Ctx() { hub }: HubContext): string {
    return maskName(hub.crypto.open(nameSealed));
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "证件号码: full number, for an agency that has accepted a dispute of this person; null for others",
  })
  async idNumber(@Root() { id, idSealed }: Person, @Ctx() context: HubContext): Promise<string | null> {
    return idSealed && (await handledPersons(context).load(id)) ? context.hub.crypto.open(idSealed) : null;
  }

  @FieldResolver(() => String, { nullable: true, description: "证件号码(脱敏): number with its middle hidden" })
  maskedIdNumber(@Root() { idSealed }: Person, @Ctx() { hub }: HubContext): string | null {
    return idSealed && maskIdNumber(hub.crypto.open(idSealed));
  }

  @FieldResolver(() => String, { nullable: true, description: "联系电话: telephone" })
  phone(@Root() { phoneSealed }: Person, @Ctx() { hub }: HubContext): string | null {
    return phoneSealed && hub.crypto.open(phoneSealed);
  }

  @FieldResolver(() => String, { nullable: true, description: "联系电话(脱敏): telephone with its middle hidden" })
  maskedPhone(@Root() { phoneSealed }: Person, @Ctx() { hub }: HubContext): string | null {
    return phoneSealed && maskPhone(hub.crypto.open(phoneSealed));
  }
}
