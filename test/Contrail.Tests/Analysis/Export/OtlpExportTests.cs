using Contrail.Analysis.Export;
using Contrail.Analysis.Export.Otlp;
using Contrail.Analysis.Export.Stacks;
using Contrail.Analysis.Model;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Analysis.Export;

/// <summary>Profiles of OpenTelemetry.</summary>
public sealed class OtlpExportTests
{
    [Fact]
    public void Each_kind_is_a_profile_that_refers_to_the_dictionary()
    {
        using ExportRecords records = new(OtlpExport.Format, new ExportOptions
        {
            Of = StackKinds.All,
            Exporter = "contrail 1.2",
        });
        StackId pay = records.Stack("Shop.Pay", "Shop.Main");
        records.Context.Threads.Add(8, ThreadNames.PoolWorker);
        records.Model.Add(new Sample(SampleKind.Cpu, At(1), 7, pay) { CpuNanoseconds = 5e6 });
        records.Model.Add(new ExceptionRecord(At(1), 8, "Shop.OutOfStock", "", pay));
        ProtoMessage message = ProtoMessage.Read(records.Bytes());
        ProtoMessage dictionary = message.Message(2);
        List<string> texts = [.. dictionary.Texts(5)];
        ProtoMessage scope = message.Message(1).Message(2);
        Assert.Equal(("contrail", "1.2"), (scope.Message(1).Text(1), scope.Message(1).Text(2)));
        Assert.Equal(
        [
            "cpu/nanoseconds: Shop.Pay<Shop.Main 5000000 thread.id=7",
            "exceptions/count: Shop.Pay<Shop.Main 1 thread.id=8 thread.name=thread pool exception.type=Shop.OutOfStock",
        ], scope.Messages(2).Select(Profile));

        string Profile(ProtoMessage profile)
        {
            ProtoMessage type = profile.Message(1);
            ProtoMessage sample = profile.Message(2);
            IEnumerable<string> names = Row(7, sample.Number(1)).Packed(1).Select(
                place => texts[(int)Row(3, Row(2, place).Message(3).Number(1)).Number(1)]);
            IEnumerable<string> attributes = sample.Packed(2).Select(attribute => Row(6, attribute)).Select(
                row => $"{texts[(int)row.Number(1)]}={Value(row.Message(2))}");
            return $"{texts[(int)type.Number(1)]}/{texts[(int)type.Number(2)]}: {string.Join('<', names)} "
                + $"{sample.Packed(4)[0]} {string.Join(' ', attributes)}";
        }

        string Value(ProtoMessage value) => value.Has(1) ? value.Text(1) : $"{value.Number(3)}";

        ProtoMessage Row(int table, ulong index) => dictionary.Messages(table).ElementAt((int)index);
    }

    [Fact]
    public void The_first_row_of_each_table_is_empty()
    {
        using ExportRecords records = new(OtlpExport.Format);
        records.Model.Add(new Sample(SampleKind.Managed, At(1), 7, records.Stack("Shop.Pay")));
        ProtoMessage dictionary = ProtoMessage.Read(records.Bytes()).Message(2);
        Assert.All([1, 2, 3, 4, 6, 7], table =>
        {
            ProtoMessage first = dictionary.Messages(table).First();
            Assert.DoesNotContain(Enumerable.Range(1, 20), first.Has);
        });
        Assert.Equal("", dictionary.Texts(5).First());
    }
}
