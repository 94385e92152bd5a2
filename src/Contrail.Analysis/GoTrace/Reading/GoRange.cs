namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>What a sweep has done.</summary>
/// <param name="SweptBytes">How much it looked at.</param>
/// <param name="ReclaimedBytes">How much of that was free.</param>
internal readonly record struct SweptMemory(ulong SweptBytes, ulong ReclaimedBytes);

/// <summary>A range that begins, is on, or ends.</summary>
internal readonly record struct GoRange
{
    /// <summary>What it is; a stop of the world has its reason in parentheses.</summary>
    public required ReadOnlyMemory<byte> Name { get; init; }

    /// <summary>The owner of the range.</summary>
    public required GoResource Scope { get; init; }

    /// <summary>Whether the world is stopped during it.</summary>
    public required bool IsStop { get; init; }

    /// <summary>Whether it is the part of a collection that marks, while the program runs.</summary>
    public required bool IsMarkPhase { get; init; }

    internal SweptMemory? Swept { get; init; }

    /// <summary>Reads it from an event of that kind.</summary>
    public static GoRange Of(in GoEvent told)
    {
        bool isStop = told.Row.Range == GoEventId.STWBegin;
        return new GoRange
        {
            Name = isStop ? StopName(told) : told.Row.LabelBytes,
            Scope = ScopeOf(told),
            IsStop = isStop,
            IsMarkPhase = told.Row.Range == GoEventId.GCBegin,
            Swept = told.Row.Id == GoEventId.GCSweepEnd
                ? new SweptMemory(told.Number(0), told.Number(1))
                : null,
        };
    }

    private static byte[] StopName(in GoEvent told) =>
        [.. told.Row.LabelBytes, .. " ("u8, .. told.Recalled ?? told.Text(0), .. ")"u8];

    private static GoResource ScopeOf(in GoEvent told) => told.Row.Subject switch
    {
        GoSubject.OwnGoroutine => new GoResource(GoResourceKind.Goroutine, told.Goroutine),
        GoSubject.NamedGoroutine => new GoResource(GoResourceKind.Goroutine, told.Id(0)),
        GoSubject.OwnProc => new GoResource(GoResourceKind.Proc, told.Proc),
        GoSubject.NamedProc => new GoResource(GoResourceKind.Proc, told.Id(0)),
        _ => new GoResource(GoResourceKind.None, 0),
    };
}
