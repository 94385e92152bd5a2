using System.IO.Compression;
using Contrail.Analysis.Export;
using Contrail.Analysis.Export.Pprof;
using Contrail.Analysis.Export.Stacks;
using Contrail.Analysis.Model;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Analysis.Export;

/// <summary>Profiles of pprof.</summary>
public sealed class PprofExportTests
{
    [Fact]
    public void Each_kind_has_columns_and_each_stack_its_labels()
    {
        using ExportRecords records = new(PprofExport.Format, new ExportOptions { Of = StackKinds.All });
        StackId pay = records.Stack("Shop.Pay", "Shop.Main");
        records.Model.Add(new Sample(SampleKind.Cpu, At(1), 7, pay) { CpuNanoseconds = 5e6 });
        records.Model.Add(new Sample(SampleKind.Cpu, At(2), 7, pay) { CpuNanoseconds = 5e6 });
        records.Model.Add(new AllocationSample(At(1), 8, "System.String", 4096, StackId.None));
        records.Model.Add(new ExceptionRecord(At(1), 8, "Shop.OutOfStock", "", pay));
        ProtoMessage profile = Read(records.Bytes());
        List<string> texts = [.. profile.Texts(6)];
        Assert.Equal("", texts[0]);
        Assert.Equal(
            ["samples/count", "cpu/nanoseconds", "exceptions/count", "alloc_samples/count", "alloc_space/bytes"],
            profile.Messages(1).Select(type => $"{Text(type, 1)}/{Text(type, 2)}"));
        Assert.Equal(
        [
            "Shop.Pay<Shop.Main: 2 10000000 0 0 0 thread=thread 7",
            "Shop.Pay<Shop.Main: 0 0 1 0 0 thread=thread 8 type=Shop.OutOfStock",
            "[no stack]: 0 0 0 1 4096 thread=thread 8 type=System.String",
        ], profile.Messages(2).Select(Sample));
        Assert.Equal("cpu", texts[(int)profile.Number(14)]);
        Assert.Equal(10_000_000_000UL, profile.Number(10));

        string Text(ProtoMessage message, int field) => texts[(int)message.Number(field)];

        string Sample(ProtoMessage sample) =>
            $"{string.Join('<', sample.Packed(1).Select(Place))}: {string.Join(' ', sample.Packed(2))} "
            + string.Join(' ', sample.Messages(3).Select(label => $"{Text(label, 1)}={Text(label, 2)}"));

        string Place(ulong id)
        {
            ProtoMessage place = profile.Messages(4).Single(one => one.Number(1) == id);
            return Text(profile.Messages(5).Single(one => one.Number(1) == place.Message(4).Number(1)), 2);
        }
    }

    [Fact]
    public void Requests_to_one_route_are_one_unless_their_traces_are_known()
    {
        using ExportRecords records = new(PprofExport.Format, new ExportOptions { Of = [StackKind.Exceptions] });
        Assert.True(records.Model.Needs.HasFlag(ModelNeeds.Spans));
        string[] traces = ["", "", "t"];
        for (int index = 0; index < traces.Length; index++)
        {
            RequestIdentity request = new("GET", $"/orders/{index}", traces[index], "");
            records.Model.Add(new ExceptionRecord(At(1), 8, "Shop.A", "", StackId.None)
            {
                Request = new RequestReference(request),
            });
        }

        ProtoMessage profile = Read(records.Bytes());
        List<string> texts = [.. profile.Texts(6)];
        Assert.Equal(
            [
                "2: thread 8, Shop.A, GET /orders/#",
                "1: thread 8, Shop.A, GET /orders/#, t",
            ],
            profile.Messages(2).Select(sample => $"{sample.Packed(2).Single()}: "
                + string.Join(", ", sample.Messages(3).Select(label => texts[(int)label.Number(2)]))));
    }

    [Fact]
    public void A_sum_that_no_number_can_express_is_the_largest_one()
    {
        using ExportRecords records = new(PprofExport.Format, new ExportOptions { Of = [StackKind.Allocations] });
        for (int index = 0; index < 9; index++)
        {
            records.Model.Add(new AllocationSample(At(1), 8, "", 1L << 60, StackId.None));
        }

        Assert.Equal([9UL, long.MaxValue], Read(records.Bytes()).Message(2).Packed(2));
    }

    [Fact]
    public void A_module_is_a_mapping_of_its_frames()
    {
        using ExportRecords records = new(PprofExport.Format);
        records.Model.Add(new Sample(SampleKind.Managed, At(1), 7, records.Stack("Shop.Pay", "System.Run")));
        ProtoMessage profile = Read(records.Bytes());
        Assert.Equal(
            ["a.nettrace", "Shop"],
            profile.Messages(3).Select(mapping => profile.Texts(6).ElementAt((int)mapping.Number(5))));
        Assert.Equal([2UL, 0], profile.Messages(4).Select(place => place.Number(2)));
    }

    [Fact]
    public void A_file_without_stacks_is_an_empty_profile()
    {
        using ExportRecords records = new(PprofExport.Format);
        ProtoMessage profile = Read(records.Bytes());
        Assert.Equal(["", "samples", "count"], profile.Texts(6));
        Assert.Equal((1, 0), (profile.Messages(1).Count(), profile.Messages(2).Count()));
        Assert.StartsWith("There are no stacks of 'samples'", Assert.Single(records.Notes), StringComparison.Ordinal);
    }

    private static ProtoMessage Read(byte[] compressed)
    {
        using MemoryStream output = new();
        using GZipStream zip = new(new MemoryStream(compressed), CompressionMode.Decompress);
        zip.CopyTo(output);
        return ProtoMessage.Read(output.ToArray());
    }
}
