using System.Text;
using Contrail.Core.Ring.Lanes.Figures;

namespace Contrail.Machine.Figures;

/// <summary>Where a file has the figure of a column, prepared for parsing. Immutable.</summary>
internal sealed class FieldPlace
{
    private readonly long _scale;
    private readonly bool _isLimit;
    private readonly bool _isLetter;

    /// <param name="key">The word with which its line begins; empty if the file is one line.</param>
    /// <param name="name">Its name in the line; empty if the line has one value or no names.</param>
    /// <param name="wordIndex">The position of its word after the key.</param>
    /// <param name="column">The column.</param>
    /// <param name="columnIndex">The position of the column.</param>
    /// <param name="scale">What the number is multiplied with.</param>
    public FieldPlace(string key, string name, int wordIndex, FigureColumn column, int columnIndex, long scale)
    {
        Key = Encoding.UTF8.GetBytes(key);
        Name = Encoding.UTF8.GetBytes(name);
        WordIndex = wordIndex;
        ColumnIndex = columnIndex;
        _scale = scale;
        _isLimit = column.Course == FigureCourse.Limit;
        _isLetter = column.Unit == FigureUnit.Letter;
    }

    /// <summary>The word with which its line begins.</summary>
    public ReadOnlyMemory<byte> Key { get; }

    /// <summary>Its name in the line.</summary>
    public ReadOnlyMemory<byte> Name { get; }

    /// <summary>The position of its word after the key.</summary>
    public int WordIndex { get; }

    /// <summary>The position of the column.</summary>
    public int ColumnIndex { get; }

    /// <summary>Sets the column from the word; the first file that has it counts.</summary>
    public void Set(ReadOnlySpan<byte> untrustedWord, Span<long> values)
    {
        ref long value = ref values[ColumnIndex];
        if (value == FigureTable.Unknown)
        {
            value = _isLetter && untrustedWord.Length == 1 ? untrustedWord[0]
                : _isLimit ? FigureNumber.ParseLimit(untrustedWord, _scale)
                : FigureNumber.Parse(untrustedWord, _scale);
        }
    }
}
