namespace Contrail.Core.GoTrace.Events;

/// <summary>Where an event happened, before it changed anything: which thread, with which proc and goroutine.</summary>
internal readonly record struct GoContext
{
    /// <summary>No thread, proc or goroutine.</summary>
    public const long None = -1;

    public required long Thread { get; init; }

    public required long Proc { get; init; }

    public required long Goroutine { get; init; }

    /// <summary>Outside any thread, as what the tracer itself writes.</summary>
    public static GoContext Nowhere { get; } = new() { Thread = None, Proc = None, Goroutine = None };
}
