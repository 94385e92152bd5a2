using Contrail.Core.Bytes;

namespace Contrail.Core.Ring.Lanes.Figures;

/// <summary>
/// Figures of one event, as a lane keeps them: the number of the event, the thread, the length of the text and the
/// text, then the figures, each as a number of variable size that is one more, so that an unknown figure is one byte.
/// </summary>
/// <param name="Event">Which figures.</param>
/// <param name="ThreadId">The thread that they are about; 0 if they are about no thread.</param>
internal readonly record struct FigureRecord(FigureEvent Event, int ThreadId)
{
    /// <summary>The longest text that is kept; the rest of a longer one is left out.</summary>
    public const int MaxTextBytes = 256;

    /// <summary>The most figures of an event.</summary>
    public const int MaxColumns = 32;

    /// <summary>The largest record.</summary>
    public const int MaxBytes = (3 * VarUInt.MaxBytes) + MaxTextBytes + (MaxColumns * VarUInt.MaxBytes);

    /// <summary>Writes the record, and returns its length.</summary>
    /// <param name="target">At least <see cref="MaxBytes"/> bytes.</param>
    /// <param name="text">The text of the event, in UTF-8; empty if it has none.</param>
    /// <param name="values">The figures in the order of the columns.</param>
    public int Write(Span<byte> target, ReadOnlySpan<byte> text, ReadOnlySpan<long> values)
    {
        ReadOnlySpan<byte> kept = text[..Math.Min(text.Length, MaxTextBytes)];
        int count = VarUInt.Write(target, (ulong)Event.Id);
        count += VarUInt.Write(target[count..], (ulong)Math.Max(0, ThreadId));
        count += VarUInt.Write(target[count..], (ulong)kept.Length);
        kept.CopyTo(target[count..]);
        count += kept.Length;
        foreach (long value in values[..Event.Columns.Count])
        {
            ulong stored = unchecked((ulong)Math.Max(FigureTable.Unknown, value) + 1);
            count += VarUInt.Write(target[count..], stored);
        }

        return count;
    }

    /// <summary>Reads a record; false if it is not one. The text borrows the bytes.</summary>
    /// <param name="bytes">The complete record.</param>
    /// <param name="values">At least <see cref="MaxColumns"/> places for the figures.</param>
    /// <param name="record">What the figures are about.</param>
    /// <param name="text">The text of the event, in UTF-8.</param>
    public static bool TryRead(
        ReadOnlySpan<byte> bytes, Span<long> values, out FigureRecord record, out ReadOnlySpan<byte> text)
    {
        ByteCursor cursor = new(bytes);
        record = default;
        text = default;
        if (!cursor.TryReadVarUInt32(out uint id)
            || FigureTable.Find(id) is not { } described
            || !cursor.TryReadVarUInt32(out uint threadId)
            || threadId > int.MaxValue
            || !cursor.TryReadVarUInt32(out uint textBytes)
            || textBytes > MaxTextBytes
            || !cursor.TryReadBytes((int)textBytes, out text))
        {
            return false;
        }

        record = new FigureRecord(described, (int)threadId);
        for (int index = 0; index < described.Columns.Count; index++)
        {
            if (!cursor.TryReadVarUInt64(out ulong stored) || stored > 1UL + long.MaxValue)
            {
                return false;
            }

            values[index] = unchecked((long)(stored - 1));
        }

        return cursor.IsAtEnd;
    }
}
