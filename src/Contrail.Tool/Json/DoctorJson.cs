using Contrail.Agent.Doctor;
using Contrail.Tool.Text;

namespace Contrail.Tool.Json;

/// <summary>The output of <c>contrail doctor --json</c>; the pid is null for the machine.</summary>
internal sealed record DoctorJson(int? Pid, bool Works, string Verdict, IEnumerable<CheckResultJson> Checks)
{
    /// <param name="found">The results.</param>
    /// <param name="pid">The examined process; 0 for the machine.</param>
    public static DoctorJson Of(IReadOnlyList<CheckResult> found, int pid) => new(
        pid == 0 ? null : pid,
        Works: found.All(one => one.Severity != Severity.Problem),
        DoctorText.Verdict(found, pid),
        found.Select(CheckResultJson.Of));
}
