namespace Contrail.Core.Decoding;

/// <summary>One field of a payload.</summary>
/// <param name="Name">What it is called here.</param>
/// <param name="Kind">How it lies there.</param>
public readonly record struct PayloadField(string Name, FieldKind Kind);
