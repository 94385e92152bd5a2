namespace Contrail.Analysis.Views.Machine;

/// <summary>Names the uses of time for people.</summary>
internal static class TimeUseText
{
    /// <summary>What the threads did.</summary>
    public static string Of(TimeUse use) => use switch
    {
        TimeUse.User => "on a processor, in user code",
        TimeUse.System => "on a processor, in the kernel",
        TimeUse.Waiting => "ready to run, waiting for a processor",
        TimeUse.Blocked => "blocked, or with nothing to do",
        TimeUse.Throttled => "of the waiting: throttled by the quota of the control group",
        TimeUse.Paused => "all stopped by the runtime, as for collections",
        _ => "unknown",
    };

    /// <summary>From where a time is known, or why it is not.</summary>
    public static string SourceOf(UsedTime time) => time.Source switch
    {
        TimeSource.Figures => "figures of the operating system",
        TimeSource.Samples => "samples of processors",
        TimeSource.Events => "events of the runtime",
        _ => time.Coverage switch
        {
            Model.CoverageState.NotRecorded => "unknown: not recorded",
            Model.CoverageState.Unknown => "unknown: the file does not show whether it was recorded",
            _ => "unknown: not in the figures of the operating system",
        },
    };
}
