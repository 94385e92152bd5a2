namespace Contrail.Core.NetTrace.Wire;

/// <summary>
/// What is found once for each metadata row, because names are compared for it: an event then takes one access to an
/// array. Ids of rows are small and bounded by the reader; a later row can have the id of an earlier one. Not safe for
/// concurrent use.
/// </summary>
/// <param name="find">Finds it.</param>
internal sealed class PerRow<T>(Func<MetadataRow, T> find)
{
    private (MetadataRow? Row, T Value)[] _found = new (MetadataRow?, T)[256];

    /// <summary>What was found for a row.</summary>
    public T Of(MetadataRow row)
    {
        (MetadataRow? Row, T Value)[] found = _found;
        return (uint)row.Id < (uint)found.Length && ReferenceEquals(found[row.Id].Row, row)
            ? found[row.Id].Value
            : Find(row);
    }

    private T Find(MetadataRow row)
    {
        if (row.Id >= _found.Length)
        {
            Array.Resize(ref _found, Math.Max(row.Id + 1, _found.Length * 2));
        }

        T value = find(row);
        _found[row.Id] = (row, value);
        return value;
    }
}
