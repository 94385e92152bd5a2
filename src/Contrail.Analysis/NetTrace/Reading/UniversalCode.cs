using System.Runtime.InteropServices;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Payloads;

namespace Contrail.Analysis.NetTrace.Reading;

/// <summary>
/// The code that <c>Universal.System</c> events describe: mappings of files into processes, and names of ranges of
/// addresses in them. Memory is limited. Not safe for concurrent use.
/// </summary>
internal sealed class UniversalCode
{
    /// <summary>Mappings and names; a machine with some hundred processes has about as many.</summary>
    private const int MaxRanges = 1_000_000;

    /// <summary>Characters of all names.</summary>
    private const long MaxChars = 64 << 20;

    /// <summary>Ranges that overlap are rare: a mapping that replaced another one.</summary>
    private const int MaxOverlaps = 16;

    /// <summary>Addresses from here on are the kernel's: all processes share them.</summary>
    private const ulong KernelStart = 1UL << 63;

    private readonly Dictionary<int, List<CodeRange>> _mappings = [];
    private readonly Dictionary<ulong, List<CodeRange>> _names = [];
    private int _count;
    private long _chars;
    private bool _isSorted = true;

    /// <summary>Whether there is nothing in it.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>Adds a mapping of a process; one beyond the limit is left out.</summary>
    public void AddMapping(EventSchema schema, int processId, ReadOnlySpan<byte> untrusted)
    {
        if (TryRead(schema, untrusted, "FileName", "Id", out CodeRange range))
        {
            Add(_mappings, range.Start >= KernelStart ? 0 : processId, range);
        }
    }

    /// <summary>Adds the name of a range in a mapping; one beyond the limit is left out.</summary>
    public void AddSymbol(EventSchema schema, ReadOnlySpan<byte> untrusted)
    {
        if (TryRead(schema, untrusted, "Name", "MappingId", out CodeRange range))
        {
            Add(_names, range.MappingId, range);
        }
    }

    /// <summary>Finds the code at an address of a process; false if the file does not describe it.</summary>
    /// <param name="processId">The process.</param>
    /// <param name="address">The address.</param>
    /// <param name="file">The mapped file; empty for none.</param>
    /// <param name="name">The name of the code; empty for none.</param>
    public bool TryFind(int processId, ulong address, out string file, out string name)
    {
        Sort();
        (file, name) = ("", "");
        int owner = address >= KernelStart ? 0 : processId;
        if (!_mappings.TryGetValue(owner, out List<CodeRange>? mappings)
            || Find(mappings, address) is not { } mapping)
        {
            return false;
        }

        file = mapping.Text;
        name = _names.TryGetValue(mapping.MappingId, out List<CodeRange>? names)
            ? Find(names, address)?.Text ?? ""
            : "";
        return true;
    }

    private static bool TryRead(
        EventSchema schema, ReadOnlySpan<byte> untrusted, string textField, string idField, out CodeRange range)
    {
        range = default;
        bool isRead = TryNumber(schema, untrusted, "StartAddress", out ulong start)
            & TryNumber(schema, untrusted, "EndAddress", out ulong end)
            & TryNumber(schema, untrusted, idField, out ulong mappingId)
            & schema.TryRead(untrusted, schema.IndexOf(textField), out FieldValue text);
        if (isRead)
        {
            range = new CodeRange(start, end, mappingId, FileText.Shorten(text.ToText()));
        }

        return isRead && end >= start;
    }

    private static bool TryNumber(EventSchema schema, ReadOnlySpan<byte> untrusted, string field, out ulong number)
    {
        bool isRead = schema.TryRead(untrusted, schema.IndexOf(field), out FieldValue value)
            & value.TryInteger(out Int128 integer);
        number = unchecked((ulong)integer);
        return isRead;
    }

    private void Add<TKey>(Dictionary<TKey, List<CodeRange>> all, TKey key, in CodeRange range)
        where TKey : notnull
    {
        if (_count >= MaxRanges || _chars + range.Text.Length > MaxChars)
        {
            return;
        }

        _count++;
        _chars += range.Text.Length;
        _isSorted = false;
        ref List<CodeRange>? list = ref CollectionsMarshal.GetValueRefOrAddDefault(all, key, out _);
        list ??= [];
        list.Add(range with { Order = _count });
    }

    private void Sort()
    {
        if (!_isSorted)
        {
            foreach (List<CodeRange> list in _mappings.Values.Concat(_names.Values))
            {
                list.Sort();
            }

            _isSorted = true;
        }
    }

    // The latest start that is not after the address; of equal starts, the one that was added last.
    private static CodeRange? Find(List<CodeRange> sorted, ulong address)
    {
        int index = sorted.BinarySearch(new CodeRange(address, 0, 0, "") { Order = int.MaxValue });
        index = index < 0 ? ~index - 1 : index;
        for (int tries = 0; index >= 0 && tries < MaxOverlaps; index--, tries++)
        {
            if (address <= sorted[index].End)
            {
                return sorted[index];
            }
        }

        return null;
    }

    private readonly record struct CodeRange(ulong Start, ulong End, ulong MappingId, string Text)
        : IComparable<CodeRange>
    {
        public int Order { get; init; }

        public int CompareTo(CodeRange other) =>
            Start != other.Start ? Start.CompareTo(other.Start) : Order.CompareTo(other.Order);
    }
}
