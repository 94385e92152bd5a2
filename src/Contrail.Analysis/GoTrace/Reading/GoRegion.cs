namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>A region of the program's own that begins or ends.</summary>
/// <param name="Task">The task that it is part of; 0 for none in particular.</param>
/// <param name="Type">What the program calls it.</param>
internal readonly record struct GoRegion(ulong Task, ReadOnlyMemory<byte> Type)
{
    /// <summary>Reads it from an event of that kind.</summary>
    public static GoRegion Of(in GoEvent goEvent) => new(goEvent.Number(0), goEvent.Text(1));
}
