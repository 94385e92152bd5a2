namespace Contrail.Agent.Doctor;

/// <summary>
/// Says why recording will not work, or will work with less, and what to do about it. It records nothing, and leaves a
/// process as it found it.
/// </summary>
public static class RecordingDoctor
{
    /// <summary>Looks at one process; takes no longer than about two seconds.</summary>
    /// <param name="pid">Its id, as we see it.</param>
    public static IReadOnlyList<CheckResult> Examine(int pid)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pid);
        return Judge(ProcessExamination.Examine(pid));
    }

    /// <summary>Looks at the place where we run; takes no longer than about three seconds.</summary>
    public static IReadOnlyList<CheckResult> ExamineHost() => Judge(HostExamination.Examine());

    /// <summary>Judges one after the other, and nothing behind what makes it meaningless.</summary>
    internal static IReadOnlyList<CheckResult> Judge(ProcessInspection signs)
    {
        List<CheckResult> found = [ReachChecks.Program(signs)];
        if (found[^1].Severity == Severity.Problem)
        {
            return found;
        }

        found.Add(ReachChecks.User(signs));
        if (found[^1].Severity == Severity.Problem)
        {
            return found;
        }

        found.Add(ReachChecks.Namespaces(signs));
        found.Add(ReachChecks.Socket(signs));
        if (found[^1].Severity == Severity.Ok)
        {
            found.Add(RuntimeChecks.Answer(signs));
        }

        if (found[^1].Severity == Severity.Ok)
        {
            found.Add(RuntimeChecks.Version(signs));
            if (signs.HasNoEventSources)
            {
                found.Add(RuntimeChecks.NoEventSources);
            }

            found.Add(RuntimeChecks.Sessions(signs));
            found.Add(CostChecks.Rundown(signs));
            found.Add(CostChecks.Memory(signs));
        }

        return found;
    }

    internal static IReadOnlyList<CheckResult> Judge(HostInspection signs) =>
    [
        HostChecks.Version(signs),
        HostChecks.User(signs),
        HostChecks.Folder(signs),
        HostChecks.Self(signs),
        HostChecks.Sight(signs),
        HostChecks.Ids(signs),
        HostChecks.Leftovers(signs),
        .. HostChecks.Processes(signs),
    ];
}
