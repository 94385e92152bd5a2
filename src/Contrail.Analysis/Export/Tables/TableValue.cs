namespace Contrail.Analysis.Export.Tables;

/// <summary>A value of a table. The default is an unknown value.</summary>
internal readonly record struct TableValue
{
    /// <summary>A whole number, or 1 for yes.</summary>
    public long? Integer { get; private init; }

    /// <summary>A number.</summary>
    public double? Real { get; private init; }

    /// <summary>A text.</summary>
    public string? Text { get; private init; }

    public static implicit operator TableValue(long? value) => new() { Integer = value };

    public static implicit operator TableValue(long value) => new() { Integer = value };

    public static implicit operator TableValue(double value) => new() { Real = value };

    public static implicit operator TableValue(string? value) => new() { Text = value };

    public static implicit operator TableValue(bool value) => new() { Integer = value ? 1 : 0 };

    public static implicit operator TableValue(bool? value) =>
        new() { Integer = value is null ? null : value.Value ? 1 : 0 };
}
