namespace Contrail.Analysis.Export;

/// <summary>How many kinds of stacks an output of a format has.</summary>
internal enum ExportStacks
{
    /// <summary>It is not about one kind of stack.</summary>
    None,

    /// <summary>One kind, because it has one unit.</summary>
    One,

    /// <summary>Any number of kinds.</summary>
    Many,
}
