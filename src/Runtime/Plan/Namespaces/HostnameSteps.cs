using System.Text;

using Runtime.Config;
using Runtime.Syscalls;

namespace Runtime.Plan;

/// <summary>Names the container's own UTS namespace.</summary>
internal static class HostnameSteps
{
    public static void Append(PlanBuilder plan, Spec spec)
    {
        if (spec.Hostname is { Length: > 0 } host)
        {
            plan.Doing("setting the host name \"{0}\"", host);
            plan.Call(SystemCall.sethostname, plan.Text(host), Encoding.UTF8.GetByteCount(host));
        }

        if (spec.Domainname is { Length: > 0 } domain)
        {
            plan.Doing("setting the domain name \"{0}\"", domain);
            plan.Call(SystemCall.setdomainname, plan.Text(domain), Encoding.UTF8.GetByteCount(domain));
        }
    }
}
