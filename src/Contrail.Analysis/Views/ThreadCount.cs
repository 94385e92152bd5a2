namespace Contrail.Analysis.Views;

/// <summary>The events of one thread.</summary>
/// <param name="ThreadId">The operating system's id; a later thread may have had the same.</param>
/// <param name="Count">How many events.</param>
internal sealed record ThreadCount(ulong ThreadId, long Count)
{
    /// <summary>What the thread is for, such as "finalizer"; null where the file does not contain it.</summary>
    public string? Role { get; init; }
}
