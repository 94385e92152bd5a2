using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using Contrail.Core.Bytes;

namespace Contrail.Core.NetTrace.Events;

/// <summary>
/// One event's payload, every field of which was found within its bytes. Borrows them. A field that this version does
/// not have reads as zero or as empty text.
/// </summary>
internal readonly ref struct EventPayload
{
    private readonly PayloadLayout? _layout;
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly FieldOffsets _offsets;

    private EventPayload(PayloadLayout layout, ReadOnlySpan<byte> bytes, FieldOffsets offsets, int fieldsBytes)
    {
        _layout = layout;
        _bytes = bytes;
        _offsets = offsets;
        FieldsBytes = fieldsBytes;
    }

    /// <summary>Whether it was read; otherwise every field is zero or empty.</summary>
    public bool IsRead => _layout is not null;

    /// <summary>Whether this version of the payload has a field.</summary>
    public bool Has(EventField field) => field.IndexIn(_layout) >= 0;

    /// <summary>How many bytes the known fields take; a newer runtime may have appended more.</summary>
    public int FieldsBytes { get; }

    /// <summary>Finds the fields; false if the bytes end before they do.</summary>
    /// <param name="layout">The fields to find.</param>
    /// <param name="untrusted">The payload.</param>
    /// <param name="pointerBytes">Bytes of a pointer in the recorded process, from its trace.</param>
    /// <param name="payload">What was found.</param>
    public static bool TryRead(
        PayloadLayout layout, ReadOnlySpan<byte> untrusted, int pointerBytes, out EventPayload payload)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ByteCursor cursor = new(untrusted);
        FieldOffsets offsets = default;
        for (int index = 0; index < layout.Fields.Length; index++)
        {
            offsets[index] = untrusted.Length - cursor.RestBytes;
            FieldKind kind = layout.Fields[index].Kind;
            bool found = kind == FieldKind.Text
                ? cursor.TryReadUtf16Z(out _)
                : cursor.TrySkip(FixedBytes(kind, pointerBytes));
            if (!found)
            {
                payload = default;
                return false;
            }
        }

        payload = new EventPayload(layout, untrusted, offsets, untrusted.Length - cursor.RestBytes);
        return true;
    }

    /// <summary>The value of an integer of any width, or of a pointer.</summary>
    public ulong Number(EventField field)
    {
        int index = field.IndexIn(_layout);
        if (index < 0)
        {
            return 0;
        }

        ReadOnlySpan<byte> bytes = FieldBytes(index);
        return bytes.Length switch
        {
            sizeof(byte) => bytes[0],
            sizeof(ushort) => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            sizeof(uint) => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            sizeof(ulong) => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
            _ => 0,
        };
    }

    /// <summary>The same, for a number known to have at most 32 bits.</summary>
    public uint Number32(EventField field) => unchecked((uint)Number(field));

    /// <summary>The value of a floating-point number, which may be NaN.</summary>
    public double FloatingPoint(EventField field) => BitConverter.UInt64BitsToDouble(Number(field));

    /// <summary>The value of a GUID.</summary>
    public Guid UniqueId(EventField field)
    {
        int index = field.IndexIn(_layout);
        bool isUniqueId = index >= 0 && _layout!.Fields[index].Kind == FieldKind.SixteenBytes;
        return isUniqueId ? new Guid(FieldBytes(index)) : default;
    }

    /// <summary>The UTF-16 bytes of a text, without its terminator.</summary>
    public ReadOnlySpan<byte> Utf16(EventField field)
    {
        int index = field.IndexIn(_layout);
        bool isText = index >= 0 && _layout!.Fields[index].Kind == FieldKind.Text;
        return isText ? FieldBytes(index)[..^sizeof(char)] : [];
    }

    /// <summary>A text as a string; invalid UTF-16 is replaced. Allocates.</summary>
    public string Text(EventField field) => Encoding.Unicode.GetString(Utf16(field));

    private static int FixedBytes(FieldKind kind, int pointerBytes) => kind switch
    {
        FieldKind.OneByte => 1,
        FieldKind.TwoBytes => 2,
        FieldKind.FourBytes => 4,
        FieldKind.SixteenBytes => 16,
        FieldKind.PointerSized => pointerBytes,
        _ => 8,
    };

    private ReadOnlySpan<byte> FieldBytes(int index)
    {
        int end = index + 1 < _layout!.Fields.Length ? _offsets[index + 1] : FieldsBytes;
        return _bytes[_offsets[index]..end];
    }

    /// <summary>Where each field begins.</summary>
    [InlineArray(PayloadLayout.MaxFields)]
    private struct FieldOffsets
    {
        private int _first;
    }
}
