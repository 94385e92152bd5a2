using Contrail.Core.GoTrace.Events;

namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>A task of the program's own that begins or ends.</summary>
/// <param name="Id">Which one.</param>
/// <param name="Parent">The task that it is part of; all bits set for none, or none that is known.</param>
/// <param name="Type">What the program calls it; empty if it began before the trace.</param>
internal readonly record struct GoTask(ulong Id, ulong Parent, ReadOnlyMemory<byte> Type)
{
    /// <summary>Reads it from an event of that kind.</summary>
    public static GoTask Of(in GoEvent goEvent) =>
        new(
            goEvent.Number(0),
            goEvent.RecalledParent,
            goEvent.Kind == GoEventKind.TaskBegin ? goEvent.Text(2) : goEvent.Recalled);
}
