namespace Contrail.Core.NetTrace.Events;

/// <summary>
/// A field of one or several events, found once for every version of their payloads: a reader that uses it compares no
/// names, and a wrong name fails when the program starts. Immutable; safe from any thread.
/// </summary>
internal sealed class EventField
{
    private readonly PayloadLayout[] _layouts;
    private readonly int[] _indexes;

    /// <param name="name">The name of the field.</param>
    /// <param name="events">The events that have it.</param>
    /// <exception cref="ArgumentException">The newest version of one of them has no such field.</exception>
    public EventField(string name, params RuntimeEvent[] events)
    {
        List<PayloadLayout> layouts = [];
        foreach (RuntimeEvent one in events)
        {
            if (one.Layout(int.MaxValue) is not { } newest || newest.IndexOf(name) < 0)
            {
                throw new ArgumentException($"{one.Name} has no field {name}.", nameof(name));
            }

            layouts.AddRange(one.Versions);
        }

        _layouts = [.. layouts];
        _indexes = [.. layouts.Select(layout => layout.IndexOf(name))];
    }

    /// <summary>The position of the field in a layout; -1 if that version does not have it.</summary>
    public int IndexIn(PayloadLayout? layout)
    {
        // A few versions of a few events: faster than any hash.
        for (int row = 0; row < _layouts.Length; row++)
        {
            if (ReferenceEquals(_layouts[row], layout))
            {
                return _indexes[row];
            }
        }

        return -1;
    }
}
