namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>A message that the program logged into the trace.</summary>
/// <param name="Task">The task that it belongs to; 0 for none in particular.</param>
/// <param name="Category">What sort of message.</param>
/// <param name="Message">The message.</param>
internal readonly record struct GoLog(ulong Task, ReadOnlyMemory<byte> Category, ReadOnlyMemory<byte> Message)
{
    /// <summary>Reads it from an event of that kind.</summary>
    public static GoLog Of(in GoEvent goEvent) => new(goEvent.Number(0), goEvent.Text(1), goEvent.Text(2));
}
