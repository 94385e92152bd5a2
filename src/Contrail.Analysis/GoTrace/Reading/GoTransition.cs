using Contrail.Core.GoTrace.Events;

namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>
/// A goroutine or a proc goes from one state to another; or the trace reports its state, and both states are the same.
/// </summary>
internal readonly struct GoTransition
{
    private readonly byte[]? _reason;

    private GoTransition(in GoEvent goEvent, GoResource subject, byte[]? reason, GoStackTrace stack)
    {
        Subject = subject;
        From = goEvent.From;
        To = goEvent.To;
        Stack = stack;
        _reason = reason;
    }

    /// <summary>Whose state it is.</summary>
    public GoResource Subject { get; }

    /// <summary>The state before.</summary>
    public GoState From { get; }

    /// <summary>The state after it.</summary>
    public GoState To { get; }

    /// <summary>The reason; empty if none is given.</summary>
    public ReadOnlyMemory<byte> Reason => _reason;

    /// <summary>The same; the texts of a generation are the same arrays each time. Null if none is given.</summary>
    internal byte[]? ReasonBytes => _reason;

    /// <summary>
    /// The stack of the subject if the event contains it, not of the thread that caused the transition. That of a new
    /// goroutine contains its start function.
    /// </summary>
    public GoStackTrace Stack { get; }

    /// <summary>Reads it from an event of that kind.</summary>
    public static GoTransition Of(in GoEvent goEvent)
    {
        GoEventRow row = goEvent.Row;
        GoResource subject = row.Subject switch
        {
            GoSubject.OwnGoroutine => new GoResource(GoResourceKind.Goroutine, goEvent.Goroutine),
            GoSubject.NamedGoroutine => new GoResource(GoResourceKind.Goroutine, goEvent.Id(0)),
            GoSubject.OwnProc => new GoResource(GoResourceKind.Proc, goEvent.Proc),
            _ => new GoResource(GoResourceKind.Proc, goEvent.Id(0)),
        };
        byte[]? reason = row.TextIndexes is [int index] ? goEvent.Text(index) : null;
        return new GoTransition(goEvent, subject, reason, StackOf(goEvent));
    }

    private static GoStackTrace StackOf(in GoEvent goEvent)
    {
        GoEventRow row = goEvent.Row;
        bool isOwn = row.Subject == GoSubject.OwnGoroutine || row.Id == GoEventId.GoStatusStack;
        return row.NewStackIndex >= 0 ? new GoStackTrace(goEvent.Generation, goEvent.Number(row.NewStackIndex))
            : isOwn ? goEvent.Stack
            : default;
    }
}
