namespace Contrail.Core.NetTrace.Events;

/// <summary>One field of a payload.</summary>
/// <param name="Name">What it is called here.</param>
/// <param name="Kind">Its encoding.</param>
internal readonly record struct PayloadField(string Name, FieldKind Kind);
