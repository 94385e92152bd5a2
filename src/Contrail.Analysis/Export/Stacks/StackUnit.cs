namespace Contrail.Analysis.Export.Stacks;

/// <summary>The unit of the weight of stacks.</summary>
internal enum StackUnit
{
    /// <summary>A number of records.</summary>
    Count,

    /// <summary>Nanoseconds.</summary>
    Nanoseconds,

    /// <summary>Bytes.</summary>
    Bytes,
}
