import { Arg, Args, Ctx, Extensions, FieldResolver, ID, ObjectType, Query, Resolver, Root } from "type-graphql";
import type { HubContext } from "../access/hub-context";
import { loadComputed, loadPage, loadRoot, loadRootList } from "../access/loaded-reads";
import { DisputeConnection } from "../dispute/connections.types";
import { labelledEnum } from "../platform/graphql-enum";
import { PageArgs } from "../platform/page-args";
import { columns, SELF } from "../platform/read/reads";
import { ShortText } from "../platform/scalars";
import { maskIdNumber, maskName, maskPhone } from "./identity.rules";
import { Person, IdentityKindEnum, type IdentityKind } from "./person.entity";
import { IdentityNumber } from "./person.input";
import { CITIZEN, DISPUTES_OF_CITIZEN, ID_NUMBER, NAMESAKES, PERSON } from "./person.reads";

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

/** Told from the citizen's own row. */
@Extensions({ rowsOf: () => Person })
@ObjectType("CitizenHistory", { description: "一人一档: a citizen with every dispute the caller may see" })
class CitizenHistory {}

@Resolver(() => CitizenHistory)
export class CitizenHistoryResolver {
  @Extensions({ read: CITIZEN, statements: 1 })
  @Query(() => CitizenHistory, {
    nullable: true,
    description:
      "一人一档: a citizen's whole dispute history by the number on the document; null when there is none for the caller",
  })
  citizenHistory(
    @Ctx() context: HubContext,
    @Arg("idNumber", () => IdentityNumber, { description: "证件号码: number on the document" }) idNumber: string,
    @Arg("purpose", () => ReadPurposeEnum, { description: "查询目的: what it is looked at for" }) purpose: ReadPurpose,
    @Arg("idKind", () => IdentityKindEnum, { defaultValue: "RESIDENT_ID", description: "证件种类: kind of document" })
    idKind: IdentityKind,
  ): Promise<Person | null> {
    return loadRoot(context, CITIZEN, { idKind, idNumber, purpose });
  }

  @Extensions({ read: SELF })
  @FieldResolver(() => Person, { description: "当事人: the citizen" })
  person(@Root() citizen: Person): Person {
    return citizen;
  }

  @Extensions({ read: DISPUTES_OF_CITIZEN })
  @FieldResolver(() => DisputeConnection, { description: "矛盾纠纷: disputes the citizen has a part in, newest first" })
  disputes(@Root() citizen: Person, @Ctx() context: HubContext, @Args(() => PageArgs) page: PageArgs) {
    return loadPage(context, DISPUTES_OF_CITIZEN, citizen, page);
  }
}

@Resolver(() => Person)
export class PersonResolver {
  @Extensions({ read: PERSON, statements: 1 })
  @Query(() => Person, {
    nullable: true,
    description: "当事人: one person by id; null when there is none for the caller",
  })
  person(
    @Ctx() context: HubContext,
    @Arg("id", () => ID, { description: "全局标识: global id" }) id: string,
  ): Promise<Person | null> {
    return loadRoot(context, PERSON, { id });
  }

  @Extensions({ read: NAMESAKES, listSize: 20, statements: 1 })
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
    return loadRootList(context, NAMESAKES, { name, phone, purpose });
  }

  @Extensions({ read: columns("nameSealed") })
  @FieldResolver(() => String, { description: "姓名: full name" })
  name(@Root() { nameSealed }: Person, @Ctx() { hub }: HubContext): string {
    return hub.crypto.open(nameSealed);
  }

  @Extensions({ read: columns("nameSealed") })
  @FieldResolver(() => String, { description: "姓名(脱敏): name with all but the family name hidden" })
  maskedName(@Root() { nameSealed }: Person, @Ctx() { hub }: HubContext): string {
    return maskName(hub.crypto.open(nameSealed));
  }

  @Extensions({ read: ID_NUMBER })
  @FieldResolver(() => String, {
    nullable: true,
    description: "证件号码: full number, for an agency that has accepted a dispute of this person; null for others",
  })
  idNumber(@Root() person: Person, @Ctx() context: HubContext): Promise<string | null> {
    return loadComputed(context, ID_NUMBER, person);
  }

  @Extensions({ read: columns("idSealed") })
  @FieldResolver(() => String, { nullable: true, description: "证件号码(脱敏): number with its middle hidden" })
  maskedIdNumber(@Root() { idSealed }: Person, @Ctx() { hub }: HubContext): string | null {
    return idSealed && maskIdNumber(hub.crypto.open(idSealed));
  }

  @Extensions({ read: columns("phoneSealed") })
  @FieldResolver(() => String, { nullable: true, description: "联系电话: telephone" })
  phone(@Root() { phoneSealed }: Person, @Ctx() { hub }: HubContext): string | null {
    return phoneSealed && hub.crypto.open(phoneSealed);
  }

  @Extensions({ read: columns("phoneSealed") })
  @FieldResolver(() => String, { nullable: true, description: "联系电话(脱敏): telephone with its middle hidden" })
  maskedPhone(@Root() { phoneSealed }: Person, @Ctx() { hub }: HubContext): string | null {
    return phoneSealed && maskPhone(hub.crypto.open(phoneSealed));
  }
}
