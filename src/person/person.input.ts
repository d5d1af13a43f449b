import { Field, InputType } from "type-graphql";
import { makeText, ShortText } from "../platform/scalars";
import { IdentityKindEnum, type IdentityKind } from "./person.entity";

export const IdentityNumber = makeText("IdentityNumber", { min: 1, max: 40 });

@InputType({ description: "自然人: a citizen as named on the submission" })
export class PersonInput {
  @Field(() => ShortText, { description: "姓名: full name" })
  name: string;

  @Field(() => IdentityKindEnum, { description: "证件种类: kind of identity document" })
  idKind: IdentityKind;

  @Field(() => IdentityNumber, {
    nullable: true,
    description: "证件号码: number on the document; none with idKind NONE",
  })
  idNumber?: string | null;

  @Field(() => ShortText, { nullable: true, description: "联系电话: telephone" })
  phone?: string | null;
}

@InputType({ description: "单位: a body as named on the submission" })
export class OrganisationInput {
  @Field(() => ShortText, { description: "单位名称: full name" })
  name: string;

  @Field(() => IdentityNumber, { nullable: true, description: "统一社会信用代码: where it is known" })
  uscc?: string | null;
}

@InputType({ description: "当事人: a person or a body, just one of them" })
export class SubjectInput {
  @Field(() => PersonInput, { nullable: true, description: "自然人: a citizen" })
  person?: PersonInput | null;

  @Field(() => OrganisationInput, { nullable: true, description: "单位: a body" })
  organisation?: OrganisationInput | null;
}
