namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>
/// A goroutine or a proc goes from one state to another; or the trace says which state it is in, and both are the same.
/// </summary>
internal readonly struct GoTransition
{
    private readonly byte[]? _reason;

    private GoTransition(in GoEvent told, GoResource subject, byte[]? reason, GoStackTrace stack)
    {
        Subject = subject;
        From = told.From;
        To = told.To;
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

    /// <summary>
    /// Where the subject is, if it was taken: not the stack of whoever did it, but of whoever it is done to. A new
    /// goroutine's has the function that it begins with.
    /// </summary>
    public GoStackTrace Stack { get; }

    /// <summary>Reads it from an event of that kind.</summary>
    public static GoTransition Of(in GoEvent told)
    {
        GoEventRow row = told.Row;
        GoResource subject = row.Subject switch
        {
            GoSubject.OwnGoroutine => new GoResource(GoResourceKind.Goroutine, told.Goroutine),
            GoSubject.NamedGoroutine => new GoResource(GoResourceKind.Goroutine, told.Id(0)),
            GoSubject.OwnProc => new GoResource(GoResourceKind.Proc, told.Proc),
            _ => new GoResource(GoResourceKind.Proc, told.Id(0)),
        };
        byte[]? reason = row.TextIndexes is [int index] ? told.Text(index) : null;
        return new GoTransition(told, subject, reason, StackOf(told));
    }

    private static GoStackTrace StackOf(in GoEvent told)
    {
        GoEventRow row = told.Row;
        bool isOwn = row.Subject == GoSubject.OwnGoroutine || row.Id == GoEventId.GoStatusStack;
        return row.NewStackIndex >= 0 ? new GoStackTrace(told.Generation, told.Number(row.NewStackIndex))
            : isOwn ? told.Stack
            : default;
    }
}
