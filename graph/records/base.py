"""The base of all record kinds: headers, companions of party columns, and the payload in normal form."""

from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic.fields import FieldInfo

from firmgraph.graph.parties import PartyCell
from firmgraph.graph.records.columns import Day, Text, Type, column

_BOOKKEEPING = frozenset({"source", "record_id", "observed_at"})


class Record(BaseModel):
    """One row of one kind; every field is in normal form once the model is made."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    kind: ClassVar[str]
    title: ClassVar[str]
    group: ClassVar[str]
    party_columns: ClassVar[tuple[str, ...]] = ()

    source: Text | None = column("来源")
    record_id: Text | None = column("记录号")
    observed_at: Day | None = column("采集日期")

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Note which columns name a party, so that their companions are read with them."""
        super().__pydantic_init_subclass__(**kwargs)
        cls.party_columns = tuple(name for name, info in cls.model_fields.items() if column_type(info).party)

    @model_validator(mode="before")
    @classmethod
    def _join_companions(cls, data: Any) -> Any:
        for name in cls.party_columns:
            number, kind = data.pop(f"{name}_id", None), data.pop(f"{name}_kind", None)
            if number is not None or kind is not None:
                value = data.get(name)
                data[name] = PartyCell(number if value is None else value, number, kind)
        return data

    @classmethod
    def read(cls, row: dict[str, Any]) -> Self:
        """Return the record of a row whose headers are column names and whose empty cells are gone."""
        return cls.model_validate(row)

    def payload(self) -> dict[str, Any]:
        """Return the stated columns in normal form, without the record's own bookkeeping."""
        return {name: value for name, value in self.__dict__.items() if value is not None and name not in _BOOKKEEPING}


def column_type(info: FieldInfo) -> Type:
    """Return what a column holds; the type stands in the annotation, inside an optional."""
    for found in info.metadata:
        if isinstance(found, Type):
            return found
    for argument in getattr(info.annotation, "__args__", ()):
        for found in getattr(argument, "__metadata__", ()):
            if isinstance(found, Type):
                return found
    return Type("text")
