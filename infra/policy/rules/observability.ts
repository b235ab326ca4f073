import { field } from "../../src/value.ts";
import { resourceRule } from "../rule.ts";

export const observability = resourceRule(
  { name: "observability-is-on", purpose: "Failures can be investigated from the Worker's stored logs." },
  ({ type, props }) => {
    if (type !== "cloudflare:index/worker:Worker") return [];
    const setting = field(props, "observability");
    const isOn = field(setting, "enabled") === true && field(setting, "logs", "enabled") !== false;
    const isSampledAway = [field(setting, "headSamplingRate"), field(setting, "logs", "headSamplingRate")].includes(0);
    return isOn && !isSampledAway ? [] : ["It stores no logs: set observability to { enabled: true }."];
  },
);
