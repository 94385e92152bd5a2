using System.Text;
using Contrail.Core.Bytes;
using Contrail.Core.Formats;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>
/// The names of types by the runtime's ids, which events refer to: from samples of allocations, and from the bulk
/// events that describe types, with names only if these were requested. Their layout is that of BulkType in the
/// runtime's manifest. Not safe for concurrent use.
/// </summary>
internal sealed class DescribedTypes
{
    private const int MaxTypes = 20_000;
    private const int CountBytes = sizeof(uint) + sizeof(ushort);

    /// <summary>The module's id, the name's token, the flags and the kind of element.</summary>
    private const int BytesBeforeName = sizeof(ulong) + sizeof(uint) + sizeof(uint) + sizeof(byte);

    private readonly Dictionary<ulong, string> _names = [];

    /// <summary>Whether the name of a type is known.</summary>
    public bool IsKnown(ulong typeId) => _names.ContainsKey(typeId);

    /// <summary>Adds the name of a type.</summary>
    public void Add(ulong typeId, string name)
    {
        if (name.Length > 0 && _names.Count < MaxTypes)
        {
            _names[typeId] = FileText.ShortenName(TypeNames.Readable(name));
        }
    }

    /// <summary>Adds the types of a bulk event; what follows a damaged one is ignored.</summary>
    public void AddBulk(ReadOnlySpan<byte> untrusted)
    {
        ByteCursor cursor = new(untrusted);
        if (!cursor.TrySkip(CountBytes))
        {
            return;
        }

        while (TryReadType(ref cursor, out ulong id, out ReadOnlySpan<byte> name))
        {
            Add(id, Encoding.Unicode.GetString(name));
        }
    }

    /// <summary>The name of a type; empty if it is unknown.</summary>
    public string Find(ulong typeId) => _names.GetValueOrDefault(typeId, "");

    private static bool TryReadType(ref ByteCursor cursor, out ulong id, out ReadOnlySpan<byte> name)
    {
        name = default;
        id = 0;
        if (!cursor.TryReadInt64(out long signed)
            || !cursor.TrySkip(BytesBeforeName)
            || !cursor.TryReadUtf16Z(out name)
            || !cursor.TryReadUInt32(out uint parameters)
            || parameters > cursor.RestBytes / sizeof(ulong))
        {
            return false;
        }

        id = unchecked((ulong)signed);
        return cursor.TrySkip((int)parameters * sizeof(ulong));
    }
}
