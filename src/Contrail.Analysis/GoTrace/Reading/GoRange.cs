using Contrail.Core.GoTrace.Events;

namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>What a sweep has done.</summary>
/// <param name="SweptBytes">How much it looked at.</param>
/// <param name="ReclaimedBytes">How much of that was free.</param>
internal readonly record struct SweptMemory(ulong SweptBytes, ulong ReclaimedBytes);

/// <summary>A range that begins, is on, or ends.</summary>
internal readonly record struct GoRange
{
    /// <summary>The name; that of a stop-the-world pause contains the reason in parentheses.</summary>
    public required ReadOnlyMemory<byte> Name { get; init; }

    /// <summary>The owner of the range.</summary>
    public required GoResource Scope { get; init; }

    /// <summary>Whether it is a stop-the-world pause.</summary>
    public required bool IsStop { get; init; }

    /// <summary>Whether it is the part of a collection that marks, while the program runs.</summary>
    public required bool IsMarkPhase { get; init; }

    /// <summary>Whether a goroutine marks because it allocated.</summary>
    public required bool IsMarkAssist { get; init; }

    internal SweptMemory? Swept { get; init; }

    /// <summary>Reads it from an event of that kind.</summary>
    public static GoRange Of(in GoEvent goEvent)
    {
        bool isStop = goEvent.Row.Range == GoEventId.STWBegin;
        return new GoRange
        {
            Name = isStop ? StopName(goEvent) : goEvent.Row.LabelBytes,
            Scope = ScopeOf(goEvent),
            IsStop = isStop,
            IsMarkPhase = goEvent.Row.Range == GoEventId.GCBegin,
            IsMarkAssist = goEvent.Row.Range == GoEventId.GCMarkAssistBegin,
            Swept = goEvent.Row.Id == GoEventId.GCSweepEnd
                ? new SweptMemory(goEvent.Number(0), goEvent.Number(1))
                : null,
        };
    }

    private static byte[] StopName(in GoEvent goEvent) =>
        [.. goEvent.Row.LabelBytes, .. " ("u8, .. goEvent.Recalled ?? goEvent.Text(0), .. ")"u8];

    private static GoResource ScopeOf(in GoEvent goEvent) => goEvent.Row.Subject switch
    {
        GoSubject.OwnGoroutine => new GoResource(GoResourceKind.Goroutine, goEvent.Goroutine),
        GoSubject.NamedGoroutine => new GoResource(GoResourceKind.Goroutine, goEvent.Id(0)),
        GoSubject.OwnProc => new GoResource(GoResourceKind.Proc, goEvent.Proc),
        GoSubject.NamedProc => new GoResource(GoResourceKind.Proc, goEvent.Id(0)),
        _ => new GoResource(GoResourceKind.None, 0),
    };
}
