namespace Contrail.Agent.Doctor;

/// <summary>
/// Checks whether recording works, and explains how to fix what prevents or limits it. It records nothing and does not
/// change a process.
/// </summary>
public static class RecordingDoctor
{
    /// <summary>Examines one process; takes at most about 2 seconds.</summary>
    /// <param name="pid">The process id in this pid namespace.</param>
    public static IReadOnlyList<CheckResult> Examine(int pid)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pid);
        return Judge(ProcessExamination.Examine(pid));
    }

    /// <summary>Examines this machine or container; takes at most about 3 seconds.</summary>
    public static IReadOnlyList<CheckResult> ExamineHost() => Judge(HostExamination.Examine());

    /// <summary>Runs the checks in order, and skips those that an earlier problem makes meaningless.</summary>
    internal static IReadOnlyList<CheckResult> Judge(ProcessInspection facts)
    {
        List<CheckResult> found = [ReachChecks.Program(facts)];
        if (found[^1].Severity == Severity.Problem)
        {
            return found;
        }

        found.Add(ReachChecks.User(facts));
        if (found[^1].Severity == Severity.Problem)
        {
            return found;
        }

        found.Add(ReachChecks.Namespaces(facts));
        found.Add(ReachChecks.Socket(facts));
        if (found[^1].Severity == Severity.Ok)
        {
            found.Add(RuntimeChecks.Answer(facts));
        }

        if (found[^1].Severity == Severity.Ok)
        {
            found.Add(RuntimeChecks.Version(facts));
            if (facts.HasNoEventSources)
            {
                found.Add(RuntimeChecks.NoEventSources);
            }

            found.Add(RuntimeChecks.Sessions(facts));
            found.Add(CostChecks.Rundown(facts));
            found.Add(CostChecks.Memory(facts));
            if (facts.Sampling is { } sampling)
            {
                found.Add(SamplingChecks.Of(sampling));
            }
        }

        return found;
    }

    internal static IReadOnlyList<CheckResult> Judge(HostInspection facts) =>
    [
        HostChecks.Version(facts),
        HostChecks.User(facts),
        HostChecks.Folder(facts),
        HostChecks.Self(facts),
        HostChecks.Sight(facts),
        HostChecks.Ids(facts),
        SamplingChecks.Of(facts.Sampling),
        HostChecks.Leftovers(facts),
        .. HostChecks.Processes(facts),
    ];
}
