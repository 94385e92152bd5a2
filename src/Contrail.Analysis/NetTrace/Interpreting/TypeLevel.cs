namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>One of several types that contain each other.</summary>
/// <param name="Name">Its name, of the outermost with its namespace.</param>
/// <param name="Arguments">Its arguments, readable; of an open type, names for them.</param>
internal readonly record struct TypeLevel(string Name, string[] Arguments);
