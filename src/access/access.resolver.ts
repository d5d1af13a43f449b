import { Arg, Ctx, Extensions, Field, ID, ObjectType, Query, Resolver } from "type-graphql";
import { Agency } from "../agencies/agency.entity";
import { agencyBy } from "../agencies/agency.reads";
import { EnumLabelsType } from "../dispute/dispute.types";
import { enumLabels } from "../platform/graphql-enum";
import { DateTime, RegionCode } from "../platform/scalars";
import { Node } from "../platform/connection";
import { labelledEnum } from "../platform/graphql-enum";
import { ROLE_LABELS, type Role } from "./caller";
import type { HubContext } from "./hub-context";
import { loadById, loadObjects } from "./loaded-reads";
import { NODE, NODES } from "./node.reads";

const AGENCY = agencyBy("agencyId");

const RoleEnum = labelledEnum("Role", "角色: what kind of caller a token stands for", ROLE_LABELS);

@ObjectType("Me", { description: "当前身份: who the hub takes the caller for" })
export class Me {
  @Field(() => String, { description: "账号: name of the account or client" })
  subject: string;

  @Field(() => RoleEnum, { description: "角色: role" })
  role: Role;

  @Field(() => RegionCode, {
    nullable: true,
    description: "管辖区域: the caller sees this region and what lies below it",
  })
  regionCode: string | null;

  @Field(() => Agency, { nullable: true, description: "承办机关: the agency the caller writes for" })
  agency: Agency | null;

  @Field(() => DateTime, { nullable: true, description: "令牌到期: when the token ends" })
  expiresAt: Date | null;
}

@Resolver()
export class AccessResolver {
  @Extensions({ statements: 1 })
  @Query(() => Me, { description: "当前身份: who the hub takes the caller for" })
  async me(@Ctx() context: HubContext): Promise<Me> {
    const { subject, role, regionCode, expiresAt, agency: own } = context.caller;
    const agency = own ? await loadById<Agency>(context, AGENCY, own.id) : null;
    return { subject, role, regionCode, expiresAt, agency };
  }

  @Extensions({ statements: 0 })
  @Query(() => [EnumLabelsType], { description: "代码表: every enum with the Chinese labels of its values" })
  labels(
    @Arg("enumName", () => ID, { nullable: true, description: "枚举名: only this enum" }) enumName?: string,
  ): EnumLabelsType[] {
    return enumLabels()
      .filter(({ name }) => !enumName || name === enumName)
      .map(({ values, ...head }) => ({ ...head, values: [...values] }));
  }

  @Extensions({ read: NODE, statements: 1 })
  @Query(() => Node, {
    nullable: true,
    description: "节点: any object by its global id; null when there is none for the caller",
  })
  async node(
    @Ctx() context: HubContext,
    @Arg("id", () => ID, { description: "全局标识: global id" }) id: string,
  ): Promise<Node | null> {
    const [node] = await loadObjects<Node, { id: string }>(context, NODE, { id });
    return node ?? null;
  }

  @Extensions({ read: NODES, statements: 1 })
  @Query(() => [Node], {
    nullable: "items",
    description: "节点: objects by their global ids, in the order asked, 100 at most",
  })
  nodes(
    @Ctx() context: HubContext,
    @Arg("ids", () => [ID], { description: "全局标识: global ids" }) ids: string[],
  ): Promise<(Node | null)[]> {
    return loadObjects(context, NODES, { ids });
  }
}
